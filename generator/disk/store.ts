import { randomUUID } from "node:crypto";
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { platform } from "node:os";
import { isAbsolute, join } from "node:path";
import { whyRefused } from "./errors.ts";
import { digest } from "./signature.ts";

/** An entry that nobody wrote for so long is of a folder that is not linted any more. */
const longestUnused = 30 * 24 * 3600 * 1000;
const ending = ".json";

/**
 * Finds the folder for what can be computed anew: of the user's own, outside of any repository.
 * Source: the XDG base directory specification, and what macOS and Windows have in its place.
 * @returns undefined where the environment names none
 */
export function cacheFolder(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const given = environment["XDG_CACHE_HOME"];
  if (given && isAbsolute(given)) return join(given, "meshwright");
  const home = environment["HOME"];
  if (platform() === "win32")
    return environment["LOCALAPPDATA"] && join(environment["LOCALAPPDATA"], "meshwright", "cache");
  if (!home) return undefined;
  return platform() === "darwin"
    ? join(home, "Library", "Caches", "meshwright")
    : join(home, ".cache", "meshwright");
}

/**
 * Reads what writeEntry wrote.
 * @returns undefined for a file that is not there, cannot be read, or is not whole
 */
export function readEntry(folder: string, name: string): unknown {
  try {
    const text = readFileSync(join(folder, `${name}${ending}`), "utf8");
    const end = text.indexOf("\n");
    const body = text.slice(end + 1);
    return text.slice(0, end) === digest([body]) ? (JSON.parse(body) as unknown) : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Writes a value, readable for its owner alone: findings quote what stands in files. What cannot be written is not: nothing depends on it.
 * Entries that were not written for a month are deleted.
 * @param folder of cacheFolder
 */
export function writeEntry(folder: string, name: string, value: unknown): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const body = JSON.stringify(value);
    const staged = join(folder, `${randomUUID()}${ending}`);
    writeFileSync(staged, `${digest([body])}\n${body}`, { mode: 0o600, flag: "wx" });
    renameSync(staged, join(folder, `${name}${ending}`));
    for (const entry of readdirSync(folder).filter((each) => each.endsWith(ending))) {
      const old = join(folder, entry);
      if (statSync(old).mtimeMs < Date.now() - longestUnused) rmSync(old);
    }
  } catch (error) {
    if (whyRefused(error) === undefined) throw error;
  }
}
