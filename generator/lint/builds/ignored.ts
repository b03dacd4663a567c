import { dirname } from "node:path/posix";
import type { FolderTree } from "./tree.ts";

/**
 * Does a `.gitignore` of the repository leave a file out? Such a file can be there where the repository is worked on, and never in a
 * fresh checkout. Patterns work as gitignore(5) says, but for character classes.
 */
export function isLeftOutOfGit(tree: FolderTree, file: string): boolean {
  let ignored = false;
  for (const folder of foldersAbove(file)) {
    const text = tree.text(folder === "." ? ".gitignore" : `${folder}/.gitignore`);
    if (text === undefined) continue;
    const path = folder === "." ? file : file.slice(folder.length + 1);
    for (const line of text.split("\n")) {
      const pattern = line.replace(/\r$/, "").trimEnd();
      if (pattern === "" || pattern.startsWith("#")) continue;
      const isNegated = pattern.startsWith("!");
      if (matches(isNegated ? pattern.slice(1) : pattern, path)) ignored = !isNegated;
    }
  }
  return ignored;
}

/** The folders that a file lies in, outermost first. */
function foldersAbove(file: string): string[] {
  const folders: string[] = [];
  for (let folder = dirname(file); folder !== "." && folder !== "/"; folder = dirname(folder))
    folders.unshift(folder);
  return [".", ...folders];
}

/** A pattern with a slash counts from its folder, one without fits at any depth; what lies in an ignored folder is ignored with it. */
function matches(pattern: string, path: string): boolean {
  const isAnchored = pattern.replace(/\/$/, "").includes("/");
  const parts = pattern.replace(/^\/|\/$/g, "").split("/");
  const names = path.split("/");
  if (!isAnchored) {
    const count = pattern.endsWith("/") ? names.length - 1 : names.length;
    return names.slice(0, count).some((name) => matchesName(parts[0]!, name));
  }
  return matchesParts(parts, names, pattern.endsWith("/"));
}

function matchesParts(
  [part, ...rest]: readonly string[],
  names: readonly string[],
  isFolder: boolean,
): boolean {
  if (part === undefined) return names.length > 0 || !isFolder;
  if (part === "**")
    return names.some((_, index) => matchesParts(rest, names.slice(index), isFolder));
  const [name, ...deeper] = names;
  return name !== undefined && matchesName(part, name) && matchesParts(rest, deeper, isFolder);
}

/** `*` stands for any characters, `?` for one. */
function matchesName(pattern: string, name: string): boolean {
  let at = 0;
  let inPattern = 0;
  let star = -1;
  let from = 0;
  while (at < name.length) {
    const wanted = pattern[inPattern];
    if (wanted === "*") {
      star = inPattern++;
      from = at;
    } else if (wanted === "?" || wanted === name[at]) {
      inPattern++;
      at++;
    } else if (star >= 0) {
      inPattern = star + 1;
      at = ++from;
    } else return false;
  }
  return /^\**$/.test(pattern.slice(inPattern));
}
