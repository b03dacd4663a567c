import { posix } from "node:path";
import { isDeepStrictEqual } from "node:util";
import type { Finding, Fix, FixGroup } from "../../core/finding.ts";
import { isMapping } from "../../core/json.ts";
import type { WorldOptions } from "../builds/worlds.ts";
import { rule } from "../rules/kustomize/deprecated-field/rule.ts";
import type { SourceTree } from "../source.ts";
import { PLANS, type Plan } from "./fields.ts";
import { createProof, type Proof } from "./proof.ts";
import { type Candidate, prove, type Refusal } from "./prove.ts";
import { planVariables } from "./variables.ts";
import { planVersion } from "./versions.ts";

export type { Candidate as Repair, Refusal } from "./prove.ts";

/** What can be repaired, and what is left to people. */
export interface Repairs {
  readonly repairs: readonly Candidate[];
  readonly refused: readonly Refusal[];
}

/** Does a fix change how kustomize knows the object? Then it is repaired here, with what names the object. */
export function raisesVersion(fix: Fix): fix is Extract<Fix, { op: "set" }> {
  return fix.op === "set" && fix.path.at(-1) === "apiVersion";
}

/**
 * Plans the repairs that only builds can show to be safe: deprecated fields of kustomizations, as `kustomize edit fix` moves them, so
 * that every build stays as it is; where there are none, apiVersions, so that nothing else of a build changes.
 * @param source the repository
 * @param findings those that are not suppressed
 * @param options as for the builds of the lint run
 * @param mayChange false for files that were not asked for
 */
export function planRepairs(
  source: SourceTree,
  findings: readonly Finding[],
  options: WorldOptions,
  mayChange: (file: string) => boolean,
): Repairs {
  const fields = findings.filter((finding) => finding.rule === rule.name);
  const versions = findings.flatMap(({ at, fix }) =>
    fix && raisesVersion(fix) ? [{ file: at.file, fix }] : [],
  );
  if (fields.length + versions.length === 0) return { repairs: [], refused: [] };
  const proof = createProof(source, options);
  const moved = repairFields(source, fields, proof);
  if (moved.repairs.length > 0) return moved;
  const raised = repairVersions(source, versions, proof, mayChange);
  return { repairs: raised.repairs, refused: [...moved.refused, ...raised.refused] };
}

function repairFields(source: SourceTree, findings: readonly Finding[], proof: Proof): Repairs {
  const left: Refusal[] = [];
  const candidates = findings.flatMap((finding): Candidate[] => {
    const { file } = finding.at;
    const about = String(finding.path?.[0]);
    const plan = planField(source, finding, about);
    const reason = typeof plan === "string" ? plan : whyBlind(plan, file, proof);
    if (reason !== undefined) left.push({ file, about, reason });
    if (reason !== undefined || typeof plan === "string") return [];
    const document = source.yaml(file)!.documents[0]!.index;
    const fix: FixGroup = { op: "group", document, path: [about], steps: plan.steps };
    return [{ file, about, fixes: new Map([[file, [fix]]]) }];
  });
  const { accepted, refused } = prove(source, proof, candidates, isDeepStrictEqual);
  return { repairs: accepted, refused: [...left, ...refused] };
}

function whyBlind({ shownBy }: Plan, file: string, proof: Proof): string | undefined {
  if (shownBy === "field" || (shownBy === "folder" && proof.isWhole(posix.dirname(file))))
    return undefined;
  return proof.whyBlind(file);
}

function planField(source: SourceTree, { at }: Finding, field: string): Plan | string {
  const document = source.yaml(at.file)?.documents[0];
  const isHere = document?.locate([field], "key").line === at.line;
  if (!isHere || !isMapping(document.value))
    return "kustomize reads only the first document of a file";
  return field === "vars"
    ? planVariables(source, posix.dirname(at.file))
    : PLANS[field]!(document.value);
}

function repairVersions(
  source: SourceTree,
  versions: readonly { file: string; fix: Extract<Fix, { op: "set" }> }[],
  proof: Proof,
  mayChange: (file: string) => boolean,
): Repairs {
  const left: Refusal[] = [];
  const candidates = versions
    .map(({ file, fix }) => planVersion(source, file, fix, proof))
    .filter(({ file, about, fixes }) => {
      const other = [...fixes.keys()].find((path) => !mayChange(path));
      if (other === undefined) return true;
      left.push({
        file,
        about,
        reason: `${other} names it with its version and was not asked for`,
      });
      return false;
    });
  const { accepted, refused } = prove(source, proof, candidates, isSameButForVersion);
  return { repairs: accepted, refused: [...left, ...refused] };
}

function isSameButForVersion(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): boolean {
  return isDeepStrictEqual(before, { ...after, apiVersion: before["apiVersion"] });
}
