import type { Finding, Location } from "../core/finding.ts";
import type { SourceTree } from "./source.ts";

/**
 * Finds where mistakes are told already: what follows from those across files is not told. A mistake in what an object is (its YAML,
 * kind or metadata) breaks its whole file, for others there may mean the object; any other breaks its document.
 * @param findings what each file by itself has
 * @returns does a place lie in such a document?
 */
export function findBroken(
  findings: readonly Finding[],
  source: Pick<SourceTree, "yaml">,
): (at: Location) => boolean {
  const files = new Set<string>();
  const documents = new Set<string>();
  const starts = new Map<string, readonly number[]>();
  const documentOf = ({ file, line }: Location): string => {
    const lines =
      starts.get(file) ?? source.yaml(file)?.documents.map(({ locate }) => locate([]).line) ?? [];
    starts.set(file, lines);
    return `${file}\n${lines.findLastIndex((start) => start <= line)}`;
  };
  for (const finding of findings) {
    if (finding.severity !== "error") continue;
    if (isOfIdentity(finding)) files.add(finding.at.file);
    else documents.add(documentOf(finding.at));
  }
  const touched = new Set([...documents].map((key) => key.slice(0, key.indexOf("\n"))));
  return (at) => files.has(at.file) || (touched.has(at.file) && documents.has(documentOf(at)));
}

function isOfIdentity({ rule, path }: Finding): boolean {
  return (
    rule.startsWith("yaml/") || path === undefined || path[0] === "metadata" || path[0] === "kind"
  );
}
