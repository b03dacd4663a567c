import { posix } from "node:path";
import type { Build } from "../../core/build.ts";
import type { Finding, FixGroup } from "../../core/finding.ts";
import { isMapping } from "../../core/json.ts";
import { applyFixes } from "../../yaml/edit.ts";
import type { WorldOptions } from "../builds/worlds.ts";
import { rule } from "../rules/kustomize/deprecated-field/rule.ts";
import type { SourceTree } from "../source.ts";
import { PLANS } from "./fields.ts";
import { createProof, type Proof } from "./proof.ts";
import { planVariables } from "./variables.ts";

/** What can be repaired of a finding, or why it is left to people. */
export type Repair =
  | { readonly file: string; readonly field: string; readonly fix: FixGroup }
  | { readonly file: string; readonly field: string; readonly reason: string };

interface Candidate {
  readonly file: string;
  readonly field: string;
  readonly fix: FixGroup;
  readonly known: boolean;
}

/**
 * Finds the findings about deprecated fields of kustomizations that can be repaired, as `kustomize edit fix` does it, so that every
 * build stays as it is: what a build shows or, where it is plain without, what the field means.
 * @param source the repository
 * @param findings those that are not suppressed
 * @param options as for the builds of the lint run
 */
export function repairKustomizations(
  source: SourceTree,
  findings: readonly Finding[],
  options: WorldOptions,
): Repair[] {
  const repairs: Repair[] = [];
  const candidates: Candidate[] = [];
  const own = findings.filter((finding) => finding.rule === rule.name);
  if (own.length === 0) return repairs;
  const proof = createProof(source, options);
  for (const finding of own) {
    const { file } = finding.at;
    const field = String(finding.path?.[0]);
    const plan = planField(source, finding, field);
    const blind = typeof plan === "string" || plan.known ? undefined : proof.whyBlind(file);
    if (typeof plan === "string") repairs.push({ file, field, reason: plan });
    else if (blind !== undefined) repairs.push({ file, field, reason: blind });
    else candidates.push({ file, field, ...plan });
  }
  return [...repairs, ...prove(source, proof, candidates)];
}

function planField(
  source: SourceTree,
  { at }: Finding,
  field: string,
): Pick<Candidate, "fix" | "known"> | string {
  const document = source.yaml(at.file)?.documents[0];
  const isHere = document?.locate([field], "key").line === at.line;
  if (!document || !isHere || !isMapping(document.value))
    return "kustomize reads only the first document of a file";
  const plan =
    field === "vars"
      ? planVariables(source, posix.dirname(at.file))
      : PLANS[field]!(document.value);
  if (typeof plan === "string") return plan;
  const fix: FixGroup = {
    op: "group",
    document: document.index,
    path: [field],
    steps: plan.steps,
  };
  return { fix, known: plan.known };
}

/** Tries all at once, then those that stand in different builds together. */
function prove(source: SourceTree, proof: Proof, candidates: readonly Candidate[]): Repair[] {
  const refused: Repair[] = [];
  const refuse = ({ file, field }: Candidate, reason: string) =>
    refused.push({ file, field, reason });
  const editable = candidates.filter((candidate) => {
    const reason = whyNotEditable(source, candidate);
    if (reason !== undefined) refuse(candidate, reason);
    return reason === undefined;
  });
  const test = (some: readonly Candidate[]) =>
    some.length === 0 ? new Map<Build, string>() : proof.differences(textsOf(source, some));
  const whyDifferent = (different: ReadonlyMap<Build, string>, { file }: Candidate) =>
    proof.buildsOf(file).flatMap((build) => different.get(build) ?? [])[0];
  const together = test(editable);
  const clean = editable.filter((candidate) => whyDifferent(together, candidate) === undefined);
  let accepted = clean.length === editable.length || test(clean).size === 0 ? clean : [];
  let open = editable.filter((candidate) => !accepted.includes(candidate));
  while (open.length > 0) {
    const chosen = pickApart(open, proof);
    const different = test([...accepted, ...chosen]);
    open = open.filter((candidate) => !chosen.includes(candidate));
    for (const candidate of chosen) {
      const reason = whyDifferent(different, candidate);
      if (reason === undefined) accepted = [...accepted, candidate];
      else refuse(candidate, reason);
    }
  }
  return [...refused, ...accepted.map(({ file, field, fix }) => ({ file, field, fix }))];
}

function whyNotEditable(source: SourceTree, { file, fix }: Candidate): string | undefined {
  return applyFixes(source.text(file)!, [fix]).skipped[0]?.reason;
}

function textsOf(source: SourceTree, candidates: readonly Candidate[]): Map<string, string> {
  const byFile = new Map<string, FixGroup[]>();
  for (const { file, fix } of candidates) byFile.set(file, [...(byFile.get(file) ?? []), fix]);
  return new Map(
    [...byFile].map(([file, fixes]) => [file, applyFixes(source.text(file)!, fixes).text]),
  );
}

/** @returns candidates of which no two are in one build, so that each difference is the work of one */
function pickApart(candidates: readonly Candidate[], proof: Proof): Candidate[] {
  const taken = new Set<Build>();
  const files = new Set<string>();
  return candidates.filter(({ file }) => {
    const builds = proof.buildsOf(file);
    if (files.has(file) || builds.some((build) => taken.has(build))) return false;
    files.add(file);
    for (const build of builds) taken.add(build);
    return true;
  });
}
