import { statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Tree } from "../core/tree.ts";
import { listFiles, readTree } from "./read.ts";

/** The folder of this package, which holds `templates/`, `schemas/` and `docs/`. Sources and build output lie at the same depth. */
export const packageFolder = fileURLToPath(new URL("../..", import.meta.url));

/** @returns the files of a folder of this package, by path inside that folder */
export function readAssets(folder: "templates" | "docs"): Tree {
  const root = join(packageFolder, folder);
  return readTree(root, listFiles(root).paths, () => true).tree;
}

/** @returns the files of a folder of the user's, by path inside it; empty where it is no folder */
export function readFolder(folder: string): Tree {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return new Map();
  return readTree(folder, listFiles(folder).paths, () => true).tree;
}
