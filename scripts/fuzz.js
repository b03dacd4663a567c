// Lints mutated manifests until the time is up: every one has to end in findings, none in an exception, a hang or a full memory.
// Needs no network; the build has to be there (npm run build).
//
//   node scripts/fuzz.js [folder...] [--seconds 60] [--inputs n] [--seed n] [--out fuzz-failures]
//
// Folders hold the manifests to start from, with the YAML examples of their Markdown pages; default: clusters, apps and docs/rules.
// Input number i has the seed `--seed` + i, so `--seed <the failure's> --inputs 1` with the same folders makes it again. A failure is an
// exception, more than a second of processor time a file and megabyte, or more than 2 GB of heap; its files are written to `--out`. Exit code 1 if
// there is one.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { createRandom, mutateText, mutateTree } from "./fuzz/mutate.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "60" },
    inputs: { type: "string", default: "Infinity" },
    seed: { type: "string", default: "1" },
    out: { type: "string", default: "fuzz-failures" },
  },
});
const folders = positionals.length > 0 ? positionals : ["clusters", "apps", "docs/rules"];
const corpus = folders.filter((folder) => existsSync(folder)).flatMap(readCorpus);
if (corpus.length === 0) throw new Error(`no manifests in ${folders.join(", ")}`);

/** Processor time that each file and each megabyte may take, and the wall-clock time after which it hangs; a loaded machine is slower than its processors. */
const allowedSeconds = 1;
const secondsToHang = 30;

const first = Number(values.seed);
const end = Date.now() + Number(values.seconds) * 1000;
const counts = { files: 0, trees: 0, findings: 0, failures: 0 };
let slowest = 0;
let worker = startWorker();
let seed = first;
for (; Date.now() < end && seed < first + Number(values.inputs); seed++) {
  const tree = makeInput(createRandom(seed));
  counts[tree.size === 1 ? "files" : "trees"]++;
  const result = await lintInWorker(tree);
  slowest = Math.max(slowest, (result.seconds ?? 0) / tree.size);
  counts.findings += result.findings ?? 0;
  const megabytes = [...tree.values()].reduce((sum, text) => sum + text.length, 0) / 2 ** 20;
  const failure =
    result.failure ??
    (result.seconds > allowedSeconds * (tree.size + megabytes)
      ? `${result.seconds.toFixed(1)} s of processor time for ${tree.size} files`
      : undefined);
  if (failure !== undefined) writeFailure(tree, failure);
}
await worker.terminate();
console.log(
  `${counts.files} files and ${counts.trees} trees (seeds ${first} to ${seed - 1}): ${counts.findings} findings, ` +
    `${counts.failures} failures; the slowest took ${slowest.toFixed(2)} s a file`,
);
process.exitCode = counts.failures > 0 ? 1 : 0;

/** Half of the inputs are one file, half a small tree: a folder with all that lies in it, a few files of it mutated. */
function makeInput(random) {
  const { path, text } = random.pick(corpus);
  if (random.chance(0.5)) return new Map([["input.yaml", mutateText(random, text, corpus)]]);
  const near = corpus.filter(
    (other) => dirname(other.path) === dirname(path) || isAbove(other.path, path),
  );
  return mutateTree(
    random,
    new Map(near.slice(0, 30).map((file) => [file.path, file.text])),
    corpus,
  );
}

/** Is a file in the folder above the other's? Overlays and their bases are. */
function isAbove(other, path) {
  const above = dirname(dirname(path));
  return above !== "." && other.startsWith(`${above}/`);
}

function startWorker() {
  return new Worker(new URL("fuzz/worker.js", import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: 2048 },
  });
}

/** @returns what the worker says, or why it says nothing */
function lintInWorker(tree) {
  return new Promise((resolve) => {
    const giveUp = async (failure) => {
      clearTimeout(timer);
      worker.removeAllListeners("message").removeAllListeners("error");
      await worker.terminate();
      worker = startWorker();
      resolve({ failure });
    };
    const timer = setTimeout(
      () => giveUp(`no answer after ${secondsToHang} s`),
      secondsToHang * 1000,
    );
    worker.once("error", (error) => giveUp(error.message));
    worker.once("message", (result) => {
      clearTimeout(timer);
      worker.removeAllListeners("error");
      resolve(result);
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none
    worker.postMessage(tree);
  });
}

function writeFailure(tree, failure) {
  counts.failures++;
  const folder = join(values.out, String(seed));
  for (const [path, text] of tree) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  writeFileSync(join(folder, "failure.txt"), `${failure}\n`);
  console.log(`seed ${seed}: ${failure.split("\n", 2).join(" ")}; see ${folder}`);
}

/** Reads the manifests of a folder, and those of its Markdown pages. */
function readCorpus(folder) {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).replaceAll("\\", "/"))
    .sort();
  return names.flatMap((name) => {
    const path = name.replace(/^\/+|\.\.\//g, "");
    if (/\.(ya?ml|json)$/i.test(name))
      return [{ path, text: readFileSync(name, "utf8") }].filter(isSmall);
    if (!name.endsWith(".md")) return [];
    const blocks = [...readFileSync(name, "utf8").matchAll(/^```ya?ml\n(.*?)^```/gms)];
    return blocks.map((block, index) => ({
      path: path.replace(/\.md$/, `/${index}.yaml`),
      text: block[1],
    }));
  });
}

/** Long files are slow because they are long; what is looked for is short ones that are. */
function isSmall({ text }) {
  return text.length < 50_000;
}
