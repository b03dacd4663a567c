import {
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  unlinkSync,
  writeFileSync,
} from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { whyRefused } from "./errors.ts";

/** Holds what a run needs while it writes, and says that a run is at work; gone when it ends. */
export const stagingFolder = ".meshwright.tmp";
/** The locks of runs that may have stopped half-way, inside the staging folder. */
export const journal = "journal";
const marker = "running";
/** No run takes that long: a marker that is older was left by a process that died. */
const longestRun = 10 * 60_000;

/** This process as others see it. */
export interface Self {
  pid: number;
  /** Is a process of this machine alive? */
  isAlive(pid: number): boolean;
}

/**
 * Takes the staging folder for this process, so that two runs never write at once. A marker of a dead process is no obstacle.
 * @param root real path of the folder
 * @param patience how long to wait for another run, in milliseconds
 * @returns why it could not be had, or undefined when it is taken; give it back with `leaveStaging`
 */
export async function takeStaging(
  root: string,
  self: Self,
  patience: number,
): Promise<string | undefined> {
  const folder = join(root, stagingFolder);
  for (const end = Date.now() + patience; ;) {
    const tried = tryTake(folder, self);
    if (tried.state === "taken") return undefined;
    if (tried.state === "refused") return tried.reason;
    if (tried.state === "again") continue;
    if (Date.now() >= end) {
      return `another run is writing here (${tried.holder}); if that is not so, delete ${stagingFolder}/${marker}`;
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

type Tried =
  | { state: "taken" }
  | { state: "again" }
  | { state: "busy"; holder: string }
  | { state: "refused"; reason: string };

function tryTake(folder: string, self: Self): Tried {
  const file = join(folder, marker);
  const mine = join(folder, `${marker}.${self.pid}`);
  try {
    mkdirSync(folder, { recursive: true });
    if (!lstatSync(folder).isDirectory()) {
      return { state: "refused", reason: `${stagingFolder} is a symbolic link; delete it` };
    }
    writeFileSync(mine, `process ${self.pid} on ${hostname()}`);
    const taken = link(mine, file);
    unlinkSync(mine);
    if (taken) {
      writeFileSync(join(folder, ".gitignore"), "*\n");
      return { state: "taken" };
    }
    const holder = readFileSync(file, "utf8");
    if (!isDead(file, holder, self)) return { state: "busy", holder };
    removeDead(folder, file, holder, self);
    return { state: "again" };
  } catch (error) {
    if (isGone(error)) return { state: "again" };
    const reason = whyRefused(error);
    if (reason === undefined) throw error;
    return { state: "refused", reason };
  }
}

/** Another run removed the folder between two of our steps. */
function isGone(error: unknown): boolean {
  return (
    error instanceof Error &&
    "code" in error &&
    error.code === "ENOENT" &&
    "path" in error &&
    String(error.path).includes(stagingFolder) &&
    "syscall" in error &&
    error.syscall !== "mkdir"
  );
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

function isDead(file: string, holder: string, self: Self): boolean {
  if (Date.now() - lstatSync(file).mtimeMs > longestRun) return true;
  const parts = /^process (\d+) on (.*)$/.exec(holder);
  return parts !== null && parts[2] === hostname() && !self.isAlive(Number(parts[1]));
}

/** Moves the marker away and looks at what was moved: had another run just taken the dead one's place, its marker goes back. */
function removeDead(folder: string, file: string, holder: string, self: Self): void {
  const moved = join(folder, `dead.${self.pid}`);
  renameSync(file, moved);
  if (readFileSync(moved, "utf8") !== holder) link(moved, file);
  unlinkSync(moved);
}

/**
 * Gives the staging folder back.
 * @param root real path of the folder
 * @param complete is the lock written? If not, the journal stays for the next run.
 */
export function leaveStaging(root: string, complete: boolean): void {
  const folder = join(root, stagingFolder);
  const kept =
    !complete && existsSync(join(folder, journal)) ? [journal, ".gitignore", marker] : [marker];
  for (const name of readdirSync(folder)) {
    if (!kept.includes(name)) rmSync(join(folder, name), { recursive: true, force: true });
  }
  rmSync(join(folder, marker), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // the journal is in it, or another run is
  }
}

/** @returns the text of a file, empty where there is none */
export function readIfThere(file: string): string {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}
