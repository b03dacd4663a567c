import type { Command } from "./command.ts";

/** How each command is loaded, in the order that help lists them: a run loads no more than it needs. */
const loaders: Readonly<Record<string, () => Promise<Command>>> = {
  generate: async () => (await import("./generate.ts")).generate,
  lint: async () => (await import("./lint.ts")).lint,
  builds: async () => (await import("./builds.ts")).builds,
  explain: async () => (await import("./explain.ts")).explain,
  schemas: async () => (await import("./schemas.ts")).schemas,
};

/**
 * Loads the commands that a command line may be about.
 * @param word its first word; without it, all commands are meant
 * @returns the command of that name, or all
 */
export async function loadCommands(word?: string): Promise<readonly Command[]> {
  if (word === "--version" || word === "-V") return [];
  const load = word !== undefined && Object.hasOwn(loaders, word) ? loaders[word] : undefined;
  return Promise.all(load ? [load()] : Object.values(loaders).map((each) => each()));
}
