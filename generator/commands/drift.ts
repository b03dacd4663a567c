import { createTwoFilesPatch } from "diff";
import type { Finding } from "../core/finding.ts";
import type { Conflict, WritePlan } from "../disk/plan.ts";

const wayOut =
  'keep the change in services.yaml or in a custom/ component beside it, or drop it with "meshwright generate --force"';

/** @returns a finding for each file that cannot be written without losing something of the user's */
export function reportConflicts(conflicts: readonly Conflict[]): Finding[] {
  return conflicts.map((conflict) => ({
    rule: `generate/${conflict.kind}`,
    severity: "error",
    message: describe(conflict),
    at: { file: conflict.path, line: firstDifference(conflict), column: 1 },
  }));
}

/** The line of the first edit; where there is none to find, the first line. */
function firstDifference({ content, text }: Conflict): number {
  if (content === undefined || text === undefined) return 1;
  const written = plain(text).split("\n");
  const lines = plain(content.toString("utf8")).split("\n");
  const index = lines.findIndex((line, at) => line !== written[at]);
  return Math.min(index < 0 ? lines.length : index + 1, lines.length);
}

function describe(conflict: Conflict): string {
  switch (conflict.kind) {
    case "edited":
      return `this generated file was edited by hand; ${wayOut}`;
    case "leftover":
      return 'this file is no longer generated, but it was edited by hand; move what you need to a custom/ component and delete it, or drop it with "meshwright generate --force"';
    case "foreign":
      return 'generate would write here, but this file is not its own; move it, or let it be overwritten with "meshwright generate --force"';
    case "link":
      return 'generate would write here, but a symbolic link is in the file\'s place; remove it, or let it be replaced with "meshwright generate --force"';
    case "blocked":
      return `generate cannot write here: ${conflict.reason!}`;
  }
}

/** @returns a finding for each file that is not what services.yaml says, for `--check` */
export function reportDrift(plan: WritePlan): Finding[] {
  const drift = (paths: readonly { path: string }[], message: string): Finding[] =>
    paths.map(({ path }) => ({
      rule: "generate/drift",
      severity: "error",
      message,
      at: { file: path, line: 1, column: 1 },
    }));
  return [
    ...drift(plan.create, 'this file is missing; run "meshwright generate" and commit it'),
    ...drift(
      plan.update,
      'this file is not what services.yaml says; run "meshwright generate" and commit it',
    ),
    ...drift(
      plan.delete,
      'services.yaml no longer asks for this file; run "meshwright generate" and commit its deletion',
    ),
  ];
}

/** @returns a unified diff from the disk to what would be written */
export function diffPlan(plan: WritePlan): string {
  const changes = [...plan.create, ...plan.update, ...plan.delete].sort((a, b) =>
    a.path < b.path ? -1 : 1,
  );
  return changes
    .map(({ path, before, text }) =>
      unified(path, before === undefined ? undefined : before.toString("utf8"), text),
    )
    .join("");
}

/** @returns a unified diff from what generate writes to what the user made of it */
export function diffConflicts(conflicts: readonly Conflict[]): string {
  return conflicts
    .map(({ path, content, text }) =>
      content === undefined
        ? ""
        : unified(path, text, content.toString("utf8"), "as generated", "on disk"),
    )
    .join("");
}

function unified(
  path: string,
  before: string | undefined,
  after: string | undefined,
  beforeNote?: string,
  afterNote?: string,
): string {
  const from = before === undefined ? "/dev/null" : `a/${path}`;
  const to = after === undefined ? "/dev/null" : `b/${path}`;
  const patch = createTwoFilesPatch(from, to, plain(before), plain(after), beforeNote, afterNote);
  return patch.replace(/^=+\n/, "");
}

/** Line ends of a Windows checkout are no difference. */
function plain(text: string | undefined): string {
  return (text ?? "").replaceAll("\r\n", "\n");
}
