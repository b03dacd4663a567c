import { resolve } from "node:path";
import type { Tree } from "../core/tree.ts";
import type { Signatures } from "../disk/signature.ts";
import type { Report } from "../report/types.ts";
import { type Input, type Terminal, UsageError } from "./command.ts";
import { fixAll } from "./fix.ts";
import { type Gathered, gather } from "./gather.ts";
import { lintWith } from "./lint-with.ts";
import { createProgress } from "./progress.ts";
import { schemaSources } from "./schema-sources.ts";
import {
  checkedDocuments,
  packFolders,
  printDisagreements,
  secondOpinion,
} from "./second-opinion.ts";
import { readSettings } from "./settings.ts";

/**
 * Lints what was gathered, and with `--fix` and `--second-opinion` does what they say.
 * @param seen gets the signatures of the schemas that are read
 * @returns the report, and the texts that it is about
 */
export async function lintFiles(
  gathered: Gathered,
  input: Input,
  terminal: Terminal,
  seen?: Signatures,
): Promise<{ report: Report; tree: Tree }> {
  const report = lintGathered(gathered, input, terminal, seen);
  if (input.switches.has("second-opinion")) await askKubeconform(gathered, report, input, terminal);
  if (!input.switches.has("fix")) return { report, tree: gathered.tree };
  const fixed = await fixAll({ gathered, report }, terminal, async () => {
    const again = await gather(input, terminal);
    return { gathered: again, report: lintGathered(again, input, terminal) };
  });
  return { report: fixed.report, tree: fixed.gathered.tree };
}

function lintGathered(
  gathered: Gathered,
  input: Input,
  terminal: Terminal,
  seen?: Signatures,
): Report {
  const { tree, only, root } = gathered;
  const kubernetes = readVersion(input);
  const schemas = schemaSources(input.values("schemas"), terminal.folder, root, kubernetes, seen);
  const settings = readSettings(tree);
  const aboutSettings = settings.findings.filter(
    ({ at }) => only === undefined || only.has(at.file),
  );
  const progress = createProgress(terminal, input.value("format") !== "text");
  progress.say("checking", tree.size);
  const report = lintWith(settings, schemas, {
    ...gathered,
    findings: [...gathered.findings, ...aboutSettings],
  });
  progress.clear();
  return report;
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

/** @returns the minor that `--kubernetes` names */
function readVersion(input: Input): string | undefined {
  const version = input.value("kubernetes");
  if (version === undefined) return undefined;
  const minor = /^v?(1\.\d+)(\.\d+)?$/.exec(version);
  if (!minor) throw new UsageError(`--kubernetes needs a version such as 1.36, not "${version}"`);
  return minor[1];
}
