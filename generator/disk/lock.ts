import { createHash } from "node:crypto";
import type { Finding } from "../core/finding.ts";
import type { Tree } from "../core/tree.ts";
import { whyUnsafe } from "./paths.ts";

/** Where the record of generated files lies, below the root of the tree. */
export const lockFile = ".meshwright.lock";

/**
 * Path → hashes of what we wrote there. One as a rule; several after a merge or an interrupted run, and each of them is ours.
 */
export type Lock = ReadonlyMap<string, ReadonlySet<string>>;

const header = `# Written by meshwright: the files that it owns, one a line, with the SHA-256 of their content. Commit this file.
# After a merge conflict keep the lines of both sides and run "meshwright generate".
`;

/**
 * Hashes a file's content so that a checkout with other line ends has the same hash: Git for Windows turns LF into CRLF.
 * @param content text, or bytes in any encoding
 * @returns SHA-256 in hexadecimal, of the content with each CRLF as LF
 */
export function hashContent(content: string | Buffer): string {
  const bytes = typeof content === "string" ? Buffer.from(content) : content;
  const plain = bytes.includes("\r\n")
    ? Buffer.from(bytes.toString("latin1").replaceAll("\r\n", "\n"), "latin1")
    : bytes;
  return createHash("sha256").update(plain).digest("hex");
}

/** @returns the text of the lock for hashes by path: sorted, so that Git merges it line by line */
export function printLock(hashes: ReadonlyMap<string, string>): string {
  const paths = [...hashes.keys()].sort();
  return header + paths.map((path) => `${hashes.get(path)!}  ${path}\n`).join("");
}

/**
 * Reads a lock. Lines of both sides of a merge count, and so do the marks that Git leaves around them.
 * @param text the file, or several of them one after another
 * @returns the lock, and a finding for each line that is none
 */
export function readLock(text: string): { lock: Lock; findings: Finding[] } {
  const lock = new Map<string, Set<string>>();
  const findings: Finding[] = [];
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (line === "" || line.startsWith("#") || /^(<{7}|={7}|>{7}|\|{7})( |$)/.test(line)) continue;
    const entry = /^([0-9a-f]{64}) {2}(.+)$/.exec(line);
    const why = entry ? whyUnsafe(entry[2]!) : "a line is a SHA-256, two spaces and a path";
    if (why !== undefined) {
      findings.push(brokenLine(index + 1, line, why));
      continue;
    }
    const hashes = lock.get(entry![2]!) ?? new Set();
    lock.set(entry![2]!, hashes.add(entry![1]!));
  }
  return { lock, findings };
}

function brokenLine(line: number, text: string, why: string): Finding {
  return {
    rule: "generate/lock",
    severity: "error",
    message: `"${text.slice(0, 100)}" is no entry of a lock file: ${why}; restore the file from Git, or remove the line`,
    at: { file: lockFile, line, column: 1 },
  };
}

/** @returns the hash of each file of a tree */
export function hashTree(tree: Tree): Map<string, string> {
  return new Map([...tree].map(([path, text]) => [path, hashContent(text)]));
}
