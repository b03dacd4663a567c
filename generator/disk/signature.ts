import { createHash } from "node:crypto";
import { lstatSync, readdirSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { packageFolder } from "./assets.ts";

/** What the file system says of files, by path: other content has another signature. */
export type Signatures = Map<string, string>;

/** Clocks of file systems tick every few milliseconds; those that know no parts of a second, every second or two. */
const fineTick = 50;
const coarseTick = 2000;

/**
 * Signs what is at a path: size, times, number and, for a link, what it leads to.
 * @returns a text that another state of the file does not have, unless it was written in the same tick of the clock: see isSettled
 */
export function sign(path: string): string {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return "absent";
    if (!stat.isSymbolicLink()) return print(stat);
    return `${print(stat)} -> ${realpathSync(path)} ${print(statSync(path))}`;
  } catch (error) {
    return `unreadable ${(error as NodeJS.ErrnoException).code}`;
  }
}

/** The change time cannot be set, so a file whose modification time was put back is seen as changed. */
function print({ size, mtimeMs, ctimeMs, ino, mode }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino} ${mode}`;
}

/**
 * Is a signature sure to change when the file does? A file that was changed in the very tick in which it was read can change once more
 * and keep its times.
 * @param signature of a file
 * @param start when the file was signed, in milliseconds
 */
export function isSettled(signature: string, start: number): boolean {
  return signature.split(" -> ").every((part) => {
    const times = part.split(" ").slice(-4, -2).map(Number);
    const tick = times.every((time) => time % 1000 === 0) ? coarseTick : fineTick;
    return times.every((time) => !(time > start - tick));
  });
}

/** @returns a short text that differs for other texts */
export function digest(texts: Iterable<string>): string {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(`${text.length} ${text}\n`);
  return hash.digest("base64url");
}

/** Signs this program: a build of other code, or of another version, is another program. What runs lies in `generator/`, or in `dist/`. */
export function signProgram(): string {
  const files = [join(packageFolder, "package.json")];
  const [top] = relative(packageFolder, fileURLToPath(import.meta.url)).split(sep);
  const folders = [join(packageFolder, top!)];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.isDirectory()) folders.push(`${folder}${sep}${entry.name}`);
      else if (!entry.name.endsWith(".d.ts")) files.push(`${folder}${sep}${entry.name}`);
    }
  }
  return digest(files.sort().map((file) => `${file} ${sign(file)}`));
}
