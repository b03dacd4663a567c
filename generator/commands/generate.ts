import { setTimeout } from "node:timers/promises";
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from "node:path";
import { planTree } from "../components/index.ts";
import type { Finding } from "../core/finding.ts";
import type { Fleet } from "../core/fleet.ts";
import type { Tree } from "../core/tree.ts";
import { packageFolder, readFolder, realFolder } from "../disk/assets.ts";
import type { WriteFailure } from "../disk/apply.ts";
import type { WritePlan } from "../disk/plan.ts";
import { lockFile } from "../disk/lock.ts";
import { listFiles, readText } from "../disk/read.ts";
import { readTree } from "../disk/tree.ts";
import { planOnDisk, writeTree } from "../disk/write.ts";
import { listFiles as listTracked, listRemotes, openRepository } from "../git/repository.ts";
import { renderTree } from "../render/render.ts";
import { count, printFinding, reportText } from "../report/text.ts";
import { countSeverities, type Report } from "../report/types.ts";
import { declaredServices } from "../services/declared.ts";
import { loadServices } from "../services/load.ts";
import { type Command, type ExitCode, type Input, type Terminal, UsageError } from "./command.ts";
import { diffConflicts, diffPlan, reportConflicts, reportDrift } from "./drift.ts";
import { lintWith } from "./lint-with.ts";
import { type Memory, openMemory } from "./memory.ts";
import { hasErrors, reportContext } from "./output.ts";
import { createProgress } from "./progress.ts";
import { schemaSources } from "./schema-sources.ts";

/** How long to wait for another run on the same tree. */
const patience = 10_000;
/** What was just written could be edited in the same tick of the clock; this much later, an edit shows. In milliseconds. */
const settling = 60;
/** A run that writes more shows only so many; --dry-run shows all. */
const mostListed = 200;

export const generate: Command = {
  name: "generate",
  summary: "write the tree that services.yaml describes, then lint it",
  options: {
    check: { summary: "write nothing; exit 1 if the tree is not what services.yaml says (for CI)" },
    "dry-run": { summary: "write nothing; print what would be done" },
    diff: { summary: "print the differences as a unified diff" },
    force: {
      summary:
        "overwrite and delete generated files that were edited by hand, and files that stand in the way",
    },
    config: { value: "file", default: "services.yaml", summary: "the input" },
    out: {
      value: "folder",
      default: ".",
      summary: "the root of the tree, as a rule the repository's",
    },
  },
  details: `Everything is computed first and written only if nothing of yours would be lost: a generated file that was edited by hand, or a
file of yours in the place of a generated one, stops the run before it writes. What was generated is recorded in .meshwright.lock;
commit that file with the tree. A second run writes nothing.`,
  examples: [
    { command: "meshwright generate", summary: "write what services.yaml in this folder says" },
    {
      command: "meshwright generate --dry-run --diff",
      summary: "see what a change of services.yaml does, before it is done",
    },
    {
      command: "meshwright generate --check",
      summary: "in CI: fail when somebody forgot to generate",
    },
  ],
  run,
};

async function run(input: Input, terminal: Terminal): Promise<ExitCode> {
  const root = realFolder(resolve(terminal.folder, input.value("out")!));
  if (root === undefined) throw new UsageError(`--out ${input.value("out")!} is no folder`);
  const source = readInput(
    resolve(terminal.folder, input.value("config")!),
    input.value("config")!,
    root,
  );
  const context = reportContext(terminal, root, new Map([[source.file, source.text]]));
  const print = (findings: readonly Finding[]): void => {
    for (const finding of findings) terminal.out(`${printFinding(finding, context).join("\n")}\n`);
  };

  const existing = await listExisting(root);
  const given = [source.file, source.text, ...existing.remotes];
  const last =
    input.switches.size === 0
      ? rememberRun(root, existing.paths, given, terminal)?.recall()
      : undefined;
  if (last) {
    terminal.out(
      `0 created, 0 updated, 0 deleted, ${last.files} unchanged\n${reportText(last.report, context)}`,
    );
    return hasErrors(last.report.findings) ? 1 : 0;
  }
  const loaded = loadServices(source.text, source.file);
  const { tree, findings } = loaded.fleet
    ? computeTree(loaded.fleet, root, existing.paths)
    : { tree: undefined, findings: [] };
  const found = [...loaded.findings, ...findings];
  if (tree === undefined || hasErrors(found)) {
    print(found);
    terminal.out(
      `nothing was written: ${count(countSeverities(found).errors, "error")} in ${source.file}\n`,
    );
    return 1;
  }
  const force = input.switches.has("force");
  if (input.switches.has("check") || input.switches.has("dry-run")) {
    const { plan, findings: broken } = planOnDisk(root, tree, force);
    print([
      ...found,
      ...broken,
      ...reportConflicts(plan.conflicts),
      ...(input.switches.has("check") ? reportDrift(plan) : []),
    ]);
    return preview(plan, broken, input, terminal);
  }
  const progress = createProgress(terminal);
  let writes = 0;
  const step = (what: string): void => {
    if (what.startsWith("write ")) progress.say("writing", tree.size, (writes += 1));
  };
  progress.say("writing", tree.size);
  const written = await writeTree(root, tree, { force, self: terminal, patience, step });
  progress.clear();
  if (written.failure || written.findings.length + written.plan.conflicts.length > 0) {
    print([...found, ...written.findings, ...reportConflicts(written.plan.conflicts)]);
    return refuse(written, terminal);
  }
  showWritten(written.plan, input, terminal);
  const gone = new Set(written.plan.delete.map(({ path }) => path));
  const paths = [
    ...new Set([...existing.paths.filter((path) => !gone.has(path)), ...tree.keys(), source.file]),
  ];
  progress.say("checking", tree.size);
  const contents = new Map([...tree, [source.file, source.text]]);
  await setTimeout(settling);
  const memory = rememberRun(root, paths, given, terminal);
  const seen = memory?.seen;
  const linted = readTree({
    root,
    paths,
    isSource: () => false,
    contents,
    beyond: true,
    ...(seen && { seen }),
  });
  const report = lintWith(
    {
      config: loaded.lint ?? {},
      acknowledgements: loaded.acknowledgements,
      declared: loaded.fleet ? declaredServices(loaded.fleet, source.text) : [],
      remotes: loaded.fleet ? [loaded.fleet.git.url] : [],
    },
    schemaSources([], root, root, undefined, seen),
    {
      tree: linted.tree,
      only: new Set([...tree.keys(), source.file]),
      findings: found,
      remotes: existing.remotes,
    },
  );
  memory?.keep({ files: tree.size, report });
  progress.clear();
  terminal.out(reportText(report, context));
  return hasErrors(report.findings) ? 1 : 0;
}

/** A tree that is as it should be, and what lint says of it. */
interface LastRun {
  files: number;
  report: Report;
}

/**
 * Signs all that a run depends on: every file of the repository, since a generated one may have been edited.
 * @param given name and text of services.yaml, and the remotes of the repository
 */
function rememberRun(
  root: string,
  paths: readonly string[],
  given: readonly string[],
  { environment }: Terminal,
): Memory<LastRun> | undefined {
  const all = [...new Set([...paths, lockFile])].sort();
  const words = ["generate", given[0]!];
  return openMemory({ root, paths: all, isSource: () => true, words, given }, environment);
}

/** Reads services.yaml; the name that findings and generated files use does not depend on the current folder. */
function readInput(path: string, shown: string, root: string): { text: string; file: string } {
  const folder = realFolder(dirname(path));
  const inside = folder === undefined ? "" : relative(root, join(folder, basename(path)));
  const file =
    inside === "" || inside.startsWith("..") || isAbsolute(inside)
      ? basename(path)
      : inside.split(sep).join("/");
  const { text, finding } = readText(dirname(path), basename(path));
  if (text !== undefined) return { text, file };
  const hint = shown === "services.yaml" ? "; --config names another file" : "";
  throw new UsageError(`${shown}: ${finding?.message ?? "it is a folder, not a file"}${hint}`);
}

/** Lists what is there beside the generated files: what Git does not ignore, or outside of Git everything. */
async function listExisting(root: string): Promise<{ paths: string[]; remotes: string[] }> {
  const repository = await openRepository(root);
  if (repository?.root !== root) return { paths: listFiles(root).paths, remotes: [] };
  return { paths: await listTracked(repository), remotes: await listRemotes(repository) };
}

/** Computes the tree of a fleet, templates of the user's over our own. */
function computeTree(
  fleet: Fleet,
  root: string,
  existing: readonly string[],
): { tree: Tree; findings: Finding[] } {
  const templates = new Map([
    ...readFolder(packageFolder, "templates"),
    ...readFolder(root, "templates"),
  ]);
  return renderTree(planTree(fleet, new Set(existing)), templates);
}

function preview(
  plan: WritePlan,
  broken: readonly Finding[],
  input: Input,
  terminal: Terminal,
): ExitCode {
  if (input.switches.has("diff")) terminal.out(diffPlan(plan));
  terminal.out(diffConflicts(plan.conflicts));
  if (input.switches.has("dry-run")) listChanges(plan, Infinity, terminal);
  const changes = plan.create.length + plan.update.length + plan.delete.length;
  const inTheWay = plan.conflicts.length + broken.length;
  if (changes + inTheWay === 0)
    terminal.out(`the tree is what services.yaml says: ${count(plan.unchanged.length, "file")}\n`);
  else terminal.out(`${summarise(plan, "to ")}; nothing was written\n`);
  return inTheWay > 0 || (changes > 0 && input.switches.has("check")) ? 1 : 0;
}

/** Says why nothing, or not all, was written. */
function refuse(
  {
    plan,
    findings,
    failure,
  }: { plan: WritePlan; findings: readonly Finding[]; failure?: WriteFailure },
  terminal: Terminal,
): ExitCode {
  if (failure) {
    const state = failure.started
      ? "some files are new, the rest and the lock are not; the next run completes it"
      : "nothing was changed";
    terminal.err(
      `meshwright generate: ${failure.path} cannot be written: ${failure.reason}; ${state}\n`,
    );
    return 2;
  }
  const inTheWay = count(plan.conflicts.length + findings.length, "file");
  terminal.out(`${diffConflicts(plan.conflicts)}nothing was written: ${inTheWay} in the way\n`);
  return 1;
}

function showWritten(plan: WritePlan, input: Input, terminal: Terminal): void {
  if (input.switches.has("diff")) terminal.out(diffPlan(plan));
  listChanges(plan, mostListed, terminal);
  terminal.out(`${summarise(plan, "")}\n`);
}

function listChanges(plan: WritePlan, most: number, terminal: Terminal): void {
  const rows = [
    ...plan.create.map(({ path }) => `create ${path}\n`),
    ...plan.update.map(({ path }) => `update ${path}\n`),
    ...plan.delete.map(({ path }) => `delete ${path}\n`),
  ];
  terminal.out(rows.slice(0, most).join(""));
  if (rows.length > most) terminal.out(`... and ${rows.length - most} more\n`);
}

function summarise(plan: WritePlan, to: string): string {
  const done = (verb: string, past: string): string => (to === "" ? past : to + verb);
  return [
    `${plan.create.length} ${done("create", "created")}`,
    `${plan.update.length} ${done("update", "updated")}`,
    `${plan.delete.length} ${done("delete", "deleted")}`,
    `${plan.unchanged.length} unchanged`,
    ...(plan.conflicts.length > 0 ? [`${plan.conflicts.length} in the way`] : []),
  ].join(", ");
}
