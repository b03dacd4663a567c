import type { Tree } from "../core/tree.ts";
import { isLinted } from "../lint/classify.ts";
import { type Format, formats, reporters } from "../report/reporters.ts";
import { count } from "../report/text.ts";
import { countSeverities, type Report } from "../report/types.ts";
import { useBaseline } from "./baseline.ts";
import { type Command, type ExitCode, type Input, type Terminal, UsageError } from "./command.ts";
import { findWork, gather, readWork, type Work } from "./gather.ts";
import { type Memory, openMemory } from "./memory.ts";
import { reportContext } from "./output.ts";

export const lint: Command = {
  name: "lint",
  summary: "check manifests as the API server, istiod, MetalLB, Flux and Argo CD would, offline",
  operands: "[paths...]",
  options: {
    format: {
      value: "name",
      choices: formats,
      default: "text",
      summary: "how findings are printed",
    },
    staged: { summary: "check what is staged, as it is in Git's index; for hooks" },
    "changed-since": {
      value: "ref",
      summary: "check only files that changed since this branch left <ref>",
    },
    fix: {
      summary: "repair what can be repaired without changing its meaning; comments and layout stay",
    },
    schemas: {
      value: "path",
      multiple: true,
      summary: "more schemas: a pack folder, a CRD file or a folder of CRDs",
    },
    kubernetes: {
      value: "version",
      summary: "the minor version whose built-in kinds count, such as 1.36",
    },
    baseline: { value: "file", summary: "let the findings be that this file lists" },
    "update-baseline": { summary: "write the present findings to the file of --baseline" },
    "max-warnings": { value: "n", summary: "exit 1 when there are more warnings" },
    "no-cache": {
      summary: "look at every file, even where nothing changed since the last run; keep nothing",
    },
    "second-opinion": {
      summary: "let kubeconform judge the same documents too, and list where the two disagree",
    },
  },
  details: `Without paths the whole repository is checked, or outside of Git the current folder; files that Git ignores are left out. A path
narrows what is reported: the rest of the repository still counts as what the files refer to. - reads standard input.
Settings are read from block lint of services.yaml and from .meshwright.yaml.
What was found is kept in the user's cache folder ($XDG_CACHE_HOME or ~/.cache, on macOS ~/Library/Caches, on Windows %LOCALAPPDATA%),
readable for the user alone: while no file, setting or schema changes, the next run says the same without reading the files again.`,
  examples: [
    { command: "meshwright lint", summary: "check the repository" },
    {
      command: "meshwright lint --staged",
      summary: "in a pre-commit hook: check what is about to be committed",
    },
    {
      command: "kubectl kustomize apps/wservice/overlays/paas-test | meshwright lint -",
      summary: "check what another program prints",
    },
    { command: "meshwright lint --format sarif > findings.sarif", summary: "for code scanning" },
  ],
  run,
};

async function run(input: Input, terminal: Terminal): Promise<ExitCode> {
  const mostWarnings = readCount(input);
  if (input.switches.has("fix") && input.switches.has("staged"))
    throw new UsageError("--fix changes files, not the index; fix, then stage");
  const found = await findReport(input, terminal);
  return finish(found.report, found, mostWarnings, input, terminal);
}

/** Lints, or recalls what the last run found where nothing has changed. The linter is loaded only where it is needed. */
async function findReport(
  input: Input,
  terminal: Terminal,
): Promise<{ report: Report; tree: Tree; root: string }> {
  if (!canRecall(input)) {
    const gathered = await gather(input, terminal);
    const { lintFiles } = await import("./lint-files.ts");
    return { ...(await lintFiles(gathered, input, terminal)), root: gathered.root };
  }
  const work = await findWork(input, terminal);
  const { root } = work;
  const memory = work.findings.length > 0 ? undefined : rememberWork(work, input, terminal);
  const recalled = memory?.recall();
  if (recalled) return { report: recalled, tree: new Map(), root };
  const { lintFiles } = await import("./lint-files.ts");
  const made = await lintFiles(readWork(work, memory?.seen), input, terminal, memory?.seen);
  memory?.keep(made.report);
  return { ...made, root };
}

function rememberWork(work: Work, input: Input, terminal: Terminal): Memory<Report> | undefined {
  const { root, paths, wanted, remotes } = work;
  const named = new Set(wanted);
  return openMemory(
    {
      root,
      paths,
      isSource: (path) => isLinted(path) || named.has(path),
      words: ["lint", input.value("kubernetes") ?? "", ...wanted],
      given: remotes,
    },
    terminal.environment,
  );
}

/** What depends on more than files of the work tree and packs, or changes them, is not kept. */
function canRecall(input: Input): boolean {
  const others = ["no-cache", "staged", "fix", "second-opinion"];
  return (
    !others.some((name) => input.switches.has(name)) &&
    !input.operands.includes("-") &&
    input.value("changed-since") === undefined &&
    input.values("schemas").length === 0
  );
}

function readCount(input: Input): number {
  const given = input.value("max-warnings");
  if (given === undefined) return Infinity;
  if (!/^\d+$/.test(given)) throw new UsageError(`--max-warnings needs a number, not "${given}"`);
  return Number(given);
}

async function finish(
  report: Report,
  { tree, root }: { tree: Tree; root: string },
  mostWarnings: number,
  input: Input,
  terminal: Terminal,
): Promise<ExitCode> {
  const findings = useBaseline(report.findings, input, terminal);
  const counts = countSeverities(findings);
  const shown: Report = { findings, summary: { ...report.summary, ...counts } };
  const format = input.value("format") as Format;
  const summaries = format === "sarif" ? (await import("./rules.ts")).summaries() : new Map();
  terminal.out(reporters[format](shown, reportContext(terminal, root, tree, summaries)));
  if (findings.some(({ rule }) => rule === "disk/unreadable")) return 2;
  if (counts.errors > 0) return 1;
  if (counts.warnings <= mostWarnings) return 0;
  terminal.err(
    `meshwright lint: ${count(counts.warnings, "warning")}, and --max-warnings allows ${mostWarnings}\n`,
  );
  return 1;
}
