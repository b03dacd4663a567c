import { existsSync, readFileSync, realpathSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Tree } from "../core/tree.ts";
import { listFiles } from "./read.ts";
import { readTree } from "./tree.ts";

/** The folder of this package, which holds `templates/`, `schemas/` and `docs/`: the one around the code that has a package.json. */
export const packageFolder = findPackage(fileURLToPath(new URL(".", import.meta.url)));

function findPackage(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : findPackage(dirname(folder));
}

/**
 * Reads a folder of texts.
 * @param root this package's folder, or the user's
 * @param folder below it
 * @returns its files by path from the root, `templates/…`; empty where there is no such folder
 */
export function readFolder(root: string, folder: "templates" | "docs"): Tree {
  if (kindOf(join(root, folder)) !== "folder") return new Map();
  return readTree({ root, paths: listFiles(root, folder).paths, isSource: () => true }).tree;
}

/** @returns the real path of a folder, or undefined where there is none */
export function realFolder(folder: string): string | undefined {
  return kindOf(folder) === "folder" ? realpathSync(folder) : undefined;
}

/** @returns the version of this package */
export function version(): string {
  const description = JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")) as {
    version: string;
  };
  return description.version;
}

/** @returns what is at a path, links followed; undefined where there is nothing, or nothing that can be reached */
export function kindOf(path: string): "file" | "folder" | undefined {
  try {
    return statSync(path).isDirectory() ? "folder" : "file";
  } catch {
    return undefined;
  }
}
