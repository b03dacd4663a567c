import { resolve } from "node:path";
import { type Format, formats, reporters } from "../report/reporters.ts";
import { count } from "../report/text.ts";
import { countSeverities, type Report } from "../report/types.ts";
import { useBaseline } from "./baseline.ts";
import { type Command, type ExitCode, type Input, type Terminal, UsageError } from "./command.ts";
import { fixFindings } from "./fix.ts";
import { type Gathered, gather } from "./gather.ts";
import { lintWith } from "./lint-with.ts";
import { reportContext } from "./output.ts";
import { schemaSources } from "./schema-sources.ts";
import {
  checkedDocuments,
  packFolders,
  printDisagreements,
  secondOpinion,
} from "./second-opinion.ts";
import { readSettings } from "./settings.ts";

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
    "second-opinion": {
      summary: "let kubeconform judge the same documents too, and list where the two disagree",
    },
  },
  details: `Without paths the whole repository is checked, or outside of Git the current folder; files that Git ignores are left out. A path
narrows what is reported: the rest of the repository still counts as what the files refer to. - reads standard input.
Settings are read from block lint of services.yaml and from .meshwright.yaml.`,
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
  const fix = input.switches.has("fix");
  if (fix && input.switches.has("staged"))
    throw new UsageError("--fix changes files, not the index; fix, then stage");
  const gathered = await gather(input, terminal);
  const report = lintGathered(gathered, input, terminal);
  if (input.switches.has("second-opinion")) await askKubeconform(gathered, report, input, terminal);
  if (fix) {
    const fixed = fixFindings(gathered, report.findings, terminal);
    if (fixed > 0)
      return finish(
        lintGathered(await gather(input, terminal), input, terminal),
        gathered,
        mostWarnings,
        input,
        terminal,
      );
  }
  return finish(report, gathered, mostWarnings, input, terminal);
}

/** Its answer is no finding: it goes where messages go, so that the report stays what its format says. */
async function askKubeconform(
  { tree, only, root }: Gathered,
  { findings }: Report,
  input: Input,
  terminal: Terminal,
): Promise<void> {
  const given = input.values("schemas").map((path) => resolve(terminal.folder, path));
  const packs = packFolders(given, root, readVersion(input));
  const disagreements = await secondOpinion(checkedDocuments(tree, only, findings), packs);
  terminal.err(printDisagreements(disagreements));
}

function readCount(input: Input): number {
  const given = input.value("max-warnings");
  if (given === undefined) return Infinity;
  if (!/^\d+$/.test(given)) throw new UsageError(`--max-warnings needs a number, not "${given}"`);
  return Number(given);
}

function lintGathered(gathered: Gathered, input: Input, terminal: Terminal): Report {
  const { tree, only, root } = gathered;
  const schemas = schemaSources(input.values("schemas"), terminal.folder, root, readVersion(input));
  const settings = readSettings(tree);
  const aboutSettings = settings.findings.filter(
    ({ at }) => only === undefined || only.has(at.file),
  );
  return lintWith(settings, schemas, {
    ...gathered,
    findings: [...gathered.findings, ...aboutSettings],
  });
}

function readVersion(input: Input): string | undefined {
  const version = input.value("kubernetes");
  if (version === undefined) return undefined;
  const minor = /^v?(1\.\d+)(\.\d+)?$/.exec(version);
  if (!minor) throw new UsageError(`--kubernetes needs a version such as 1.36, not "${version}"`);
  return minor[1];
}

function finish(
  report: Report,
  { root, tree }: Gathered,
  mostWarnings: number,
  input: Input,
  terminal: Terminal,
): ExitCode {
  const findings = useBaseline(report.findings, input, terminal);
  const counts = countSeverities(findings);
  const shown: Report = { findings, summary: { ...report.summary, ...counts } };
  const format = input.value("format") as Format;
  terminal.out(reporters[format](shown, reportContext(terminal, root, tree)));
  if (findings.some(({ rule }) => rule === "disk/unreadable")) return 2;
  if (counts.errors > 0) return 1;
  if (counts.warnings <= mostWarnings) return 0;
  terminal.err(
    `meshwright lint: ${count(counts.warnings, "warning")}, and --max-warnings allows ${mostWarnings}\n`,
  );
  return 1;
}
