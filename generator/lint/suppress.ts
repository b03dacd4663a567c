import type { Finding, Location } from "../core/finding.ts";
import { isLinted } from "./classify.ts";
import { type Comment, readComments } from "../yaml/comments.ts";
import { describeNoReason } from "./rules/lint/suppression-reason/rule.ts";
import { describeNoRule, describeUnknownRule } from "./rules/lint/unknown-rule/rule.ts";
import { describeUnused } from "./rules/lint/unused-suppression/rule.ts";
import type { SourceTree } from "./source.ts";

interface Suppression {
  rules: readonly string[];
  /** The line whose findings it takes out; undefined for the whole file. */
  line?: number;
  hasReason: boolean;
  at: Location;
}

const DIRECTIVE = /^meshwright-disable-(next-line|file)\b(.*)$/;

/**
 * Takes out what comments suppress: `# meshwright-disable-next-line <rule>[, <rule>] -- <reason>`, or `-file` for a whole file.
 * A suppression that names an unknown rule, gives no reason or suppresses nothing is a finding itself.
 * @param known every rule's name
 * @param only the files that were linted, so that what suppresses nothing can be told; absent for all
 */
export function applySuppressions(
  findings: readonly Finding[],
  source: SourceTree,
  known: readonly string[],
  only?: ReadonlySet<string>,
): Finding[] {
  const byFile = new Map<string, Suppression[]>();
  const linted = (path: string) => !only || only.has(path);
  const found = new Set(findings.map(({ at }) => at.file));
  for (const path of source.paths) {
    if (!isLinted(path) || !(linted(path) || found.has(path))) continue;
    const text = source.text(path);
    if (text?.includes("meshwright-disable-")) byFile.set(path, readSuppressions(path, text));
  }
  const used = new Map<Suppression, Set<string>>();
  const kept = findings.filter((finding) => {
    const suppression = byFile
      .get(finding.at.file)
      ?.find((candidate) => suppresses(candidate, finding));
    if (!suppression) return true;
    used.set(suppression, (used.get(suppression) ?? new Set()).add(finding.rule));
    return false;
  });
  const judged = [...byFile]
    .flatMap(([path, suppressions]) => (linted(path) ? suppressions : []))
    .flatMap((suppression) => judge(suppression, used.get(suppression) ?? new Set(), known));
  return [...kept, ...judged];
}

function suppresses(suppression: Suppression, finding: Finding): boolean {
  return (
    suppression.rules.includes(finding.rule) &&
    (suppression.line === undefined || suppression.line === finding.at.line)
  );
}

function readSuppressions(file: string, text: string): Suppression[] {
  const comments = readComments(text);
  const commentLines = new Set(
    comments.filter((comment) => comment.ownLine).map((comment) => comment.line),
  );
  return comments.flatMap((comment) => {
    const match = DIRECTIVE.exec(comment.text);
    if (!match) return [];
    const [rules = "", reason = ""] = match[2]!.split(/\s--(?:\s|$)/);
    return [
      {
        rules: rules.split(/[\s,]+/).filter((name) => name !== ""),
        line: match[1] === "file" ? undefined : nextLine(comment, commentLines),
        hasReason: reason.trim() !== "",
        at: {
          file,
          line: comment.line,
          column: comment.column,
          endLine: comment.line,
          endColumn: comment.endColumn,
        },
      },
    ];
  });
}

/** The first line below that is no comment of its own. */
function nextLine(comment: Comment, commentLines: ReadonlySet<number>): number {
  let line = comment.line + 1;
  while (commentLines.has(line)) line++;
  return line;
}

function judge(
  suppression: Suppression,
  used: ReadonlySet<string>,
  known: readonly string[],
): Finding[] {
  const { rules, hasReason, at } = suppression;
  const found = rules.flatMap((name) => {
    if (!known.includes(name)) return [describeUnknownRule(name, known, at)];
    return used.has(name) ? [] : [describeUnused(name, at)];
  });
  if (rules.length === 0) found.push(describeNoRule(at));
  else if (!hasReason) found.push(describeNoReason(at));
  return found;
}
