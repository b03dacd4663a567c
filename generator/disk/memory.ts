import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolder } from "./assets.ts";
import { whyRefused } from "./errors.ts";
import { listFiles } from "./read.ts";
import { replaceFile } from "./replace.ts";

/** Results that can be made again at any time. It ignores itself in Git; deleting it costs time only. */
export const cacheFolder = ".meshwright-cache";
const codeFolder = fileURLToPath(new URL("..", import.meta.url));

/**
 * Tells one state of files from another without reading them, as Git's index does: by size, time of change and inode.
 * @param root the folder
 * @param paths the files; those that are gone count as such
 */
export function stampFiles(root: string, paths: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const path of [...paths].sort()) hash.update(`${path}\0${stampOf(join(root, path))}\n`);
  return hash.digest("hex");
}

function stampOf(file: string): string {
  try {
    const { size, mtimeMs, ctimeMs, ino, mode } = lstatSync(file);
    return [size, mtimeMs, ctimeMs, ino, mode].join(" ");
  } catch (error) {
    return whyRefused(error) ?? "gone";
  }
}

/** @returns the state of Meshwright itself: its code, templates and schemas */
export function stampPackage(): string {
  const assets = ["templates", "schemas"].flatMap(
    (folder) => listFiles(packageFolder, folder).paths,
  );
  return stampFiles(packageFolder, assets) + stampFiles(codeFolder, listFiles(codeFolder).paths);
}

/** @returns what was remembered under a name for exactly this key */
export function recall(root: string, name: string, key: string): unknown {
  try {
    const entry = JSON.parse(readFileSync(join(root, cacheFolder, `${name}.json`), "utf8")) as {
      key?: unknown;
      value?: unknown;
    };
    return entry.key === key ? entry.value : undefined;
  } catch {
    return undefined; // none yet, or a broken one: both are made anew
  }
}

/** Remembers a value; where that is not possible, the next run takes longer. */
export function remember(root: string, name: string, key: string, value: unknown): void {
  try {
    mkdirSync(join(root, cacheFolder), { recursive: true });
    writeFileSync(join(root, cacheFolder, ".gitignore"), "*\n");
  } catch (error) {
    if (whyRefused(error) === undefined) throw error;
    return;
  }
  replaceFile(join(root, cacheFolder, `${name}.json`), JSON.stringify({ key, value }));
}
