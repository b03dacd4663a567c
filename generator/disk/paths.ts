import { lstatSync, realpathSync } from "node:fs";
import { join, sep } from "node:path";

/**
 * Says why a path may not be written below a root; paths come from a lock file that Git merges and from names in services.yaml.
 * @param path as it stands in a tree: relative, forward slashes
 * @returns the reason, or undefined for a path that stays inside and is plain
 */
export function whyUnsafe(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (/^([/\\]|[A-Za-z]:)/.test(path)) return "it is absolute";
  if (path.includes("\\")) return "it has a backslash";
  if (/[\u0000-\u001f\u007f]/.test(path)) return "it has a control character";
  const parts = path.split("/");
  if (parts.includes("..")) return 'it has ".."';
  if (parts.includes("") || parts.includes(".")) return "it is not in its shortest form";
  if (parts[0]!.toLowerCase() === ".git") return "it is inside .git";
  return undefined;
}

/**
 * Finds a folder on the way to a path that is a symbolic link out of the root, or no folder at all.
 * @param root real path of the root
 * @param path relative to it
 * @returns what is in the way, or undefined where the file can be written
 */
export function blockedBy(
  root: string,
  path: string,
  known: Map<string, string | undefined>,
): string | undefined {
  const slash = path.lastIndexOf("/");
  if (slash < 0) return undefined;
  const folder = path.slice(0, slash);
  if (!known.has(folder))
    known.set(folder, blockedBy(root, folder, known) ?? whyNoFolder(root, folder));
  return known.get(folder);
}

function whyNoFolder(root: string, folder: string): string | undefined {
  const full = join(root, folder);
  const stat = lstatSync(full, { throwIfNoEntry: false });
  if (stat === undefined || stat.isDirectory()) return undefined;
  if (!stat.isSymbolicLink()) return `"${folder}" is a file, not a folder`;
  const target = resolveLink(full);
  if (target === undefined) return `"${folder}" is a symbolic link that leads nowhere`;
  return isInside(root, target)
    ? undefined
    : `"${folder}" is a symbolic link out of the repository`;
}

/** @returns the real path behind a link, or undefined where it leads nowhere or in a circle */
export function resolveLink(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** Is a real path the root or below it? */
export function isInside(root: string, real: string): boolean {
  return real === root || real.startsWith(root.endsWith(sep) ? root : root + sep);
}
