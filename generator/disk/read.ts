import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../core/finding.ts";
import { whyRefused } from "./errors.ts";
import { isInside, resolveLink } from "./paths.ts";

/** No file that people write comes near; a larger one is a mistake. */
export const largestFile = 32 * 1024 * 1024;
const skippedFolders: ReadonlySet<string> = new Set([
  ".git",
  "node_modules",
  ".meshwright.tmp",
  ".meshwright-cache",
]);

/**
 * Lists the files below a folder, sorted. Links to folders are not followed; Git's and npm's own folders are left out.
 * @param root the folder
 * @param start a folder below it to begin in, relative; empty for all
 * @returns relative paths, and a finding for each folder that cannot be read
 */
export function listFiles(root: string, start = ""): { paths: string[]; findings: Finding[] } {
  const paths: string[] = [];
  const findings: Finding[] = [];
  const folders = [start];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    try {
      for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (!skippedFolders.has(entry.name)) folders.push(path);
        } else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
      }
    } catch (error) {
      findings.push(unreadable(folder || ".", "folder", error));
    }
  }
  return { paths: paths.sort(), findings };
}

/**
 * Reads one text file.
 * @param root real path of the folder that no link may leave
 * @param path relative to it
 * @returns its text; or a finding that says why there is none; neither for a link to a folder
 */
export function readText(root: string, path: string): { text?: string; finding?: Finding } {
  const full = join(root, path);
  try {
    const found = lstatSync(full);
    if (found.isSymbolicLink()) {
      const target = resolveLink(full);
      if (target === undefined)
        return {
          finding: problem(
            path,
            "disk/link",
            "error",
            "the symbolic link leads nowhere, or in a circle",
          ),
        };
      if (!isInside(realpathSync(root), target))
        return {
          finding: problem(
            path,
            "disk/link",
            "warning",
            "the symbolic link leads out of the repository, so it is not read; Flux and Argo CD do not follow it either",
          ),
        };
    }
    const stat = found.isSymbolicLink() ? statSync(full) : found;
    if (stat.isDirectory()) return {};
    if (!stat.isFile())
      return {
        finding: problem(
          path,
          "disk/unreadable",
          "error",
          "it is no regular file, so it is not read",
        ),
      };
    if (stat.size > largestFile)
      return {
        finding: problem(
          path,
          "disk/too-large",
          "error",
          `it is larger than ${largestFile / 1024 / 1024} MiB, so it is not read`,
        ),
      };
    return decode(path, readFileSync(full));
  } catch (error) {
    return { finding: unreadable(path, "file", error) };
  }
}

/**
 * Takes bytes for UTF-8 text.
 * @returns the text, or a finding for binary content and other encodings
 */
export function decode(path: string, bytes: Buffer): { text?: string; finding?: Finding } {
  if (bytes.length > largestFile)
    return {
      finding: problem(
        path,
        "disk/too-large",
        "error",
        `it is larger than ${largestFile / 1024 / 1024} MiB, so it is not read`,
      ),
    };
  const utf16 =
    (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  if (utf16)
    return {
      finding: problem(path, "disk/encoding", "error", "it is encoded as UTF-16; save it as UTF-8"),
    };
  const text = bytes.toString("utf8");
  if (text.includes("\0"))
    return { finding: problem(path, "disk/binary", "error", "it is binary, not text") };
  if (text.includes("\ufffd")) {
    const broken = firstBroken(bytes, text);
    if (broken !== undefined)
      return {
        finding: {
          ...problem(path, "disk/encoding", "error", "it is not UTF-8 here; save it as UTF-8"),
          at: { file: path, ...broken },
        },
      };
  }
  return { text };
}

/** Finds the first place where bytes are no UTF-8; a replacement character that stands in the file itself is none. */
function firstBroken(bytes: Buffer, text: string): { line: number; column: number } | undefined {
  if (Buffer.from(text).equals(bytes)) return undefined;
  for (let at = text.indexOf("\ufffd"); at >= 0; at = text.indexOf("\ufffd", at + 1)) {
    const before = text.slice(0, at);
    const offset = Buffer.byteLength(before);
    if (bytes.subarray(offset, offset + 3).toString("latin1") === "\u00ef\u00bf\u00bd") continue;
    return { line: before.split("\n").length, column: at - before.lastIndexOf("\n") };
  }
  return undefined;
}

function unreadable(path: string, what: string, error: unknown): Finding {
  const reason = whyRefused(error);
  if (reason === undefined) throw error;
  return problem(path, "disk/unreadable", "error", `the ${what} cannot be read: ${reason}`);
}

function problem(
  file: string,
  rule: string,
  severity: Finding["severity"],
  message: string,
): Finding {
  return { rule, severity, message, at: { file, line: 1, column: 1 } };
}
