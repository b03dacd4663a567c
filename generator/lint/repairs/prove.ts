import { posix } from "node:path";
import type { Build } from "../../core/build.ts";
import type { Fix } from "../../core/finding.ts";
import { applyFixes } from "../../yaml/edit.ts";
import type { SourceTree } from "../source.ts";
import type { IsSame, Proof } from "./proof.ts";

/** A repair of one or more files, all of which change or none. */
export interface Candidate {
  /** The file with the finding. */
  readonly file: string;
  /** What of the file it is about, for people. */
  readonly about: string;
  readonly fixes: ReadonlyMap<string, readonly Fix[]>;
}

/** A repair that was not made, with the reason. */
export interface Refusal {
  readonly file: string;
  readonly about: string;
  readonly reason: string;
}

/**
 * Chooses the repairs that leave every build as it is: tries all at once, then all but those whose own folder
 * differs, then of those together what stands in different builds.
 * @param isSame may an object of a build come out like this?
 */
export function prove(
  source: SourceTree,
  proof: Proof,
  candidates: readonly Candidate[],
  isSame: IsSame,
): { accepted: readonly Candidate[]; refused: Refusal[] } {
  const refused: Refusal[] = [];
  const refuse = ({ file, about }: Candidate, reason: string) =>
    refused.push({ file, about, reason });
  const editable = candidates.filter((candidate) => {
    const reason = whyNotEditable(source, candidate);
    if (reason !== undefined) refuse(candidate, reason);
    return reason === undefined;
  });
  const test = (some: readonly Candidate[]) =>
    some.length === 0 ? new Map<Build, string>() : proof.differences(textsOf(source, some), isSame);
  const whyDifferent = (different: ReadonlyMap<Build, string>, candidate: Candidate) =>
    buildsOf(candidate, proof).flatMap((build) => different.get(build) ?? [])[0];
  const together = test(editable);
  const others = editable.filter((candidate) => !isSuspect(candidate, together, proof));
  let accepted = together.size === 0 || test(others).size === 0 ? others : [];
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
  return { accepted, refused };
}

/** Does its own folder come out differently, or where it has none, something that it is a part of? */
function isSuspect(
  candidate: Candidate,
  different: ReadonlyMap<Build, string>,
  proof: Proof,
): boolean {
  const builds = buildsOf(candidate, proof);
  const own = builds.filter(({ root }) => root === posix.dirname(candidate.file));
  return (own.length > 0 ? own : builds).some((build) => different.has(build));
}

function buildsOf({ fixes }: Candidate, proof: Proof): Build[] {
  return [...new Set([...fixes.keys()].flatMap((file) => proof.buildsOf(file)))];
}

function whyNotEditable(source: SourceTree, { fixes }: Candidate): string | undefined {
  for (const [file, wanted] of fixes) {
    const reason = applyFixes(source.text(file)!, wanted).skipped[0]?.reason;
    if (reason !== undefined) return reason;
  }
  return undefined;
}

function textsOf(source: SourceTree, candidates: readonly Candidate[]): Map<string, string> {
  const byFile = new Map<string, Fix[]>();
  for (const { fixes } of candidates)
    for (const [file, wanted] of fixes) byFile.set(file, [...(byFile.get(file) ?? []), ...wanted]);
  return new Map(
    [...byFile].map(([file, fixes]) => [file, applyFixes(source.text(file)!, fixes).text]),
  );
}

/** @returns candidates of which no two are in one build, so that each difference is the work of one */
function pickApart(candidates: readonly Candidate[], proof: Proof): Candidate[] {
  const taken = new Set<Build>();
  const files = new Set<string>();
  return candidates.filter((candidate) => {
    const own = [...candidate.fixes.keys()];
    const builds = buildsOf(candidate, proof);
    if (own.some((file) => files.has(file)) || builds.some((build) => taken.has(build)))
      return false;
    for (const file of own) files.add(file);
    for (const build of builds) taken.add(build);
    return true;
  });
}
