/**
 * Compares our kustomize renderer with the real program: same objects, same values, same order, over all kustomizations below the
 * given folders. Not part of the tests: it needs `kustomize` or `kubectl` (or the program that KUSTOMIZE names).
 *
 *   npx rolldown scripts/kustomize-diff.ts --platform node --external fast-check -o dist/kustomize-diff.mjs
 *   node dist/kustomize-diff.mjs <repository>... [--all]
 *   ... --random=<runs> [--seed=<number>]    compares generated kustomizations, too
 */
import { execFileSync, spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import fc from "fast-check";
import { openFolders } from "../generator/lint/builds/tree.ts";
import { sourceTree } from "../generator/lint/source.ts";
import { createRenderer } from "../generator/lint/builds/kustomize/render.ts";
import { readYaml } from "../generator/yaml/read.ts";
import { arbitraryKustomizations } from "../tests/builds/random-kustomization.ts";

const program = findProgram();
if (program === undefined) {
  console.error("Neither kustomize nor kubectl is installed: get one, or name it in KUSTOMIZE.");
  process.exit(2);
}
const verbose = process.argv.includes("--all");
const counts = { same: 0, bothFail: 0, partial: 0, different: 0, unreported: 0, falseAlarm: 0 };
for (const folder of process.argv.slice(2).filter((argument) => !argument.startsWith("--")))
  compareFolder(folder);
compareRandom(numberOption("random") ?? 0, numberOption("seed") ?? 1);
console.log(JSON.stringify(counts));
process.exit(counts.different + counts.unreported + counts.falseAlarm === 0 ? 0 : 1);

function numberOption(name: string): number | undefined {
  const value = process.argv.find((argument) => argument.startsWith(`--${name}=`));
  return value === undefined ? undefined : Number(value.slice(name.length + 3));
}

function compareRandom(runs: number, seed: number): void {
  if (runs === 0) return;
  for (const files of fc.sample(arbitraryKustomizations(), { seed, numRuns: runs })) {
    const folder = mkdtempSync(join(tmpdir(), "kustomize-diff-"));
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const before = counts.different + counts.unreported + counts.falseAlarm;
    compareRoot(folder, ".", createRenderer(openFolders(sourceTree(files)), { restrict: true }));
    if (counts.different + counts.unreported + counts.falseAlarm === before)
      rmSync(folder, { recursive: true });
  }
}

function findProgram(): string[] | undefined {
  const candidates = process.env["KUSTOMIZE"]
    ? [process.env["KUSTOMIZE"]]
    : ["kustomize", "kubectl"];
  for (const name of candidates) {
    const command = name.endsWith("kubectl") ? [name, "kustomize"] : [name, "build"];
    if (spawnSync(name, ["version"], { stdio: "ignore" }).error === undefined) return command;
  }
  return undefined;
}

function compareFolder(folder: string): void {
  const files = new Map<string, string>();
  collect(folder, folder, files);
  const tree = openFolders(sourceTree(files));
  const renderer = createRenderer(tree, { restrict: true });
  const roots = tree.paths.filter((path) =>
    /(?:^|\/)(?:kustomization\.ya?ml|Kustomization)$/.test(path),
  );
  for (const root of new Set(
    roots.map((path) => path.slice(0, Math.max(0, path.lastIndexOf("/"))) || "."),
  ))
    compareRoot(folder, root, renderer);
}

function collect(root: string, folder: string, files: Map<string, string>): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name === ".git" || name === "node_modules") continue;
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) collect(root, path, files);
    else if (stat?.isFile() && stat.size < 5_000_000)
      files.set(relative(root, path), readFileSync(path, "utf8"));
  }
}

function compareRoot(
  folder: string,
  root: string,
  renderer: ReturnType<typeof createRenderer>,
): void {
  const ours = renderer.render(root)!;
  const whole = ours.partial.length === 0;
  if (!whole && ours.problems.length === 0) {
    counts.partial++;
    return;
  }
  let output: string;
  try {
    output = execFileSync(program![0]!, [...program!.slice(1), join(folder, root)], {
      encoding: "utf8",
      maxBuffer: 1 << 28,
      stdio: ["ignore", "pipe", "pipe"],
      timeout: 20_000,
    });
  } catch (error) {
    const reason = String((error as { stderr?: string }).stderr).trim();
    if (ours.problems.length > 0) counts.bothFail++;
    else {
      counts.unreported++;
      console.log(`${folder}/${root}: kustomize fails and we do not\n    ${reason.slice(-400)}`);
    }
    return;
  }
  if (ours.problems.length > 0) {
    counts.falseAlarm++;
    console.log(
      `${folder}/${root}: we report what kustomize accepts\n    ${ours.problems[0]!.rule}: ${ours.problems[0]!.message} (${ours.problems[0]!.at.file}:${ours.problems[0]!.at.line})`,
    );
    return;
  }
  const theirs = readYaml("output", output).documents.map((document) => document.value);
  const difference = firstDifference(
    theirs,
    ours.resources.map((resource) => resource.data),
    "",
  );
  if (difference === undefined) counts.same++;
  else {
    counts.different++;
    console.log(`${folder}/${root}: ${difference}`);
  }
  if (verbose) console.log(`${folder}/${root} ${difference === undefined ? "same" : "different"}`);
}

function firstDifference(theirs: unknown, ours: unknown, path: string): string | undefined {
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    for (let index = 0; index < Math.max(theirs.length, ours.length); index++) {
      const found = firstDifference(theirs[index], ours[index], `${path}/${index}`);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (
    typeof theirs === "object" &&
    typeof ours === "object" &&
    theirs !== null &&
    ours !== null &&
    Array.isArray(theirs) === Array.isArray(ours)
  ) {
    for (const key of new Set([...Object.keys(theirs), ...Object.keys(ours)])) {
      const found = firstDifference(
        (theirs as Record<string, unknown>)[key],
        (ours as Record<string, unknown>)[key],
        `${path}/${key}`,
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return theirs === ours
    ? undefined
    : `${path}\n    theirs ${print(theirs)}\n    ours   ${print(ours)}`;
}

function print(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      typeof inner === "bigint" ? String(inner) : inner,
    ) ?? "nothing"
  ).slice(0, 300);
}
