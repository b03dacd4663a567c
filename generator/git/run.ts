import { type SimpleGit, simpleGit } from "simple-git";

/**
 * What Git tells its hooks: which repository, which work tree and, for `git commit <paths>`, which index is meant. simple-git drops
 * all that is not named here.
 */
const hookEnvironment = [
  "GIT_DIR",
  "GIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_PREFIX",
  "GIT_COMMON_DIR",
  "GIT_OBJECT_DIRECTORY",
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_QUARANTINE_PATH",
];

/** @returns Git in a folder that exists; `input` is given to the program's standard input */
function gitIn(folder: string, input?: string): SimpleGit {
  return simpleGit({
    baseDir: folder,
    allowEnvironment: hookEnvironment,
    ...(input !== undefined && { input: () => input }),
    // Without this a failure that prints nothing, such as that of --quiet, counts as success.
    errors: (error, { exitCode }) =>
      error ?? (exitCode === 0 ? undefined : new Error(`exit code ${exitCode}`)),
  });
}

/**
 * Runs Git.
 * @returns what it printed, byte for byte; undefined when it failed
 */
export async function tryGit(
  folder: string,
  words: readonly string[],
  input?: string,
): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  const git = gitIn(folder, input).outputHandler(
    (_command, stdout) => void stdout.on("data", (chunk: Buffer) => chunks.push(chunk)),
  );
  try {
    await git.raw([...words]);
  } catch {
    return undefined;
  }
  return Buffer.concat(chunks);
}

/** As tryGit, for commands that end every entry of their list with NUL. */
export async function tryList(
  folder: string,
  words: readonly string[],
): Promise<string[] | undefined> {
  const output = await tryGit(folder, words);
  return output
    ?.toString("utf8")
    .split("\0")
    .filter((entry) => entry !== "");
}
