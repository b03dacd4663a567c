import { isAbsolute, join, relative, resolve, sep } from "node:path";
import type { Finding } from "../core/finding.ts";
import type { Tree } from "../core/tree.ts";
import { kindOf, realFolder } from "../disk/assets.ts";
import { decode, listFiles as walk } from "../disk/read.ts";
import type { Signatures } from "../disk/signature.ts";
import { readTree } from "../disk/tree.ts";
import {
  listChangedSince,
  listFiles,
  listRemotes,
  openRepository,
  type Repository,
} from "../git/repository.ts";
import { readIndex } from "../git/staged.ts";
import { isLinted } from "../lint/classify.ts";
import { type Input, type Terminal, UsageError } from "./command.ts";

/** What a command line asks to lint. */
export interface Gathered {
  /** The folder that paths are relative to: the repository, or outside of Git the current folder. */
  root: string;
  tree: Tree;
  /** The files that were asked for; absent for all. */
  only?: Set<string>;
  /** About files that cannot be read. */
  findings: Finding[];
  remotes: string[];
}

/** What of a work tree is to be linted, before any of it is read. */
export interface Work {
  root: string;
  /** Every file that is there, and what could not be listed. */
  paths: readonly string[];
  findings: readonly Finding[];
  /** The paths of the command line, relative to the root. */
  wanted: readonly string[];
  /** The files that `--changed-since` leaves; absent without it. */
  changed?: ReadonlySet<string>;
  remotes: string[];
}

/** The name under which standard input is linted. */
const stdinName = "stdin.yaml";

/**
 * Reads what is to be linted: the work tree, or with `--staged` the index.
 * @throws UsageError for paths that do not exist, and for what Git is needed for but cannot do
 */
export async function gather(input: Input, terminal: Terminal): Promise<Gathered> {
  if (input.operands.includes("-")) return gatherStdin(input, terminal);
  if (!input.switches.has("staged")) return readWork(await findWork(input, terminal));
  const { root, repository, wanted } = await locateWork(input, terminal);
  if (repository === undefined) throw needsGit("staged", terminal);
  return gatherStaged({ root }, wanted, await listRemotes({ root }));
}

/**
 * Lists the files of the work tree that a command line asks for. A path that was named counts even where Git ignores it.
 * @throws as gather
 */
export async function findWork(input: Input, terminal: Terminal): Promise<Work> {
  const { root, repository, wanted } = await locateWork(input, terminal);
  const since = input.value("changed-since");
  if (!repository && since !== undefined) throw needsGit("changed-since", terminal);
  const changed = since === undefined ? undefined : await changedFiles({ root }, since);
  const listed = repository
    ? { paths: await listFiles({ root }), findings: [] }
    : walkAll(root, wanted);
  const ignored = missingFrom(listed.paths, wanted);
  const extra = ignored.length === 0 ? { paths: [], findings: [] } : walkAll(root, ignored);
  return {
    root,
    paths: [...new Set([...listed.paths, ...extra.paths])],
    findings: [...listed.findings, ...extra.findings],
    wanted,
    ...(changed && { changed }),
    remotes: repository ? await listRemotes({ root }) : [],
  };
}

/** @returns the wanted files and folders that are not among the listed ones */
function missingFrom(paths: readonly string[], wanted: readonly string[]): string[] {
  if (wanted.length === 0) return [];
  const there = new Set(paths.flatMap((path) => [path, ...foldersOf(path)]));
  return wanted.filter((path) => !there.has(path));
}

async function locateWork(
  input: Input,
  terminal: Terminal,
): Promise<{ root: string; repository: Repository | undefined; wanted: string[] }> {
  const targets = input.operands.map((operand) => locateTarget(operand, terminal.folder));
  const repository = await openRepository(targets[0]?.folder ?? terminal.folder);
  if (input.switches.has("staged") && input.value("changed-since") !== undefined)
    throw new UsageError("--staged and --changed-since exclude each other");
  const root = realFolder(repository?.root ?? commonRoot(targets, terminal.folder))!;
  const wanted = targets.map(({ full, shown }) => toRelative(root, full, shown));
  return { root, repository, wanted };
}

function needsGit(option: string, { folder }: Terminal): UsageError {
  return new UsageError(`--${option} needs a Git repository, and there is none around ${folder}`);
}

async function gatherStdin(input: Input, terminal: Terminal): Promise<Gathered> {
  if (input.operands.length > 1)
    throw new UsageError("- stands for standard input and cannot be mixed with paths");
  for (const option of ["staged", "fix"]) {
    if (input.switches.has(option)) throw new UsageError(`- and --${option} exclude each other`);
  }
  const { text, finding } = decode(stdinName, await terminal.stdin());
  return {
    root: terminal.folder,
    tree: new Map(text === undefined ? [] : [[stdinName, text]]),
    findings: finding ? [finding] : [],
    remotes: [],
  };
}

/** A path of the command line. */
interface Target {
  full: string;
  shown: string;
  /** The folder that it is, or that it lies in. */
  folder: string;
}

function locateTarget(shown: string, folder: string): Target {
  const path = resolve(folder, shown);
  const kind = kindOf(path);
  if (kind === undefined) throw new UsageError(`there is no file or folder "${shown}"`);
  const parent = realFolder(kind === "folder" ? path : resolve(path, ".."))!;
  return {
    full: kind === "folder" ? parent : join(parent, path.slice(path.lastIndexOf(sep) + 1)),
    shown,
    folder: parent,
  };
}

function commonRoot(targets: readonly Target[], folder: string): string {
  const real = realFolder(folder)!;
  const outside = targets.find((target) => !isBelow(real, target.folder));
  if (!outside) return real;
  if (targets.every((target) => isBelow(outside.folder, target.folder))) return outside.folder;
  throw new UsageError(
    "these paths share no folder with each other or with the current one; lint them one by one",
  );
}

function isBelow(root: string, path: string): boolean {
  const inside = relative(root, path);
  return inside === "" || (!inside.startsWith("..") && !isAbsolute(inside));
}

function toRelative(root: string, full: string, shown: string): string {
  if (!isBelow(root, full))
    throw new UsageError(`"${shown}" lies outside of ${root}; lint it by itself`);
  return relative(root, full).split(sep).join("/");
}

function walkAll(
  root: string,
  wanted: readonly string[],
): { paths: string[]; findings: Finding[] } {
  const starts = wanted.length === 0 ? [""] : wanted;
  const parts = starts.map((start) =>
    kindOf(join(root, start)) === "folder" ? walk(root, start) : { paths: [start], findings: [] },
  );
  return {
    paths: [...new Set(parts.flatMap(({ paths }) => paths))],
    findings: parts.flatMap(({ findings }) => findings),
  };
}

async function changedFiles(repository: Repository, since: string): Promise<Set<string>> {
  const changed = await listChangedSince(repository, since);
  if (changed === undefined)
    throw new UsageError(`--changed-since: Git knows no commit "${since}"`);
  return new Set(changed);
}

/**
 * Reads the work tree.
 * @param seen gets the signatures of files that are read beside the sources
 */
export function readWork(work: Work, seen?: Signatures): Gathered {
  const { root, paths, wanted, changed, remotes } = work;
  const only = narrow(paths, wanted, changed);
  const named = new Set(wanted);
  const isSource = (path: string): boolean =>
    (only === undefined || only.has(path)) && (isLinted(path) || named.has(path));
  const { tree, findings } = readTree({
    root,
    paths,
    isSource,
    beyond: true,
    ...(seen && { seen }),
  });
  return {
    root,
    tree,
    ...(only && { only }),
    findings: [...work.findings, ...findings],
    remotes,
  };
}

async function gatherStaged(
  repository: Repository,
  wanted: readonly string[],
  remotes: string[],
): Promise<Gathered> {
  const index = await readIndex(repository);
  if (index === undefined)
    throw new UsageError("--staged: Git cannot read the index; is a merge unresolved?");
  const { root } = repository;
  const only = narrow(index.paths, wanted, index.staged)!;
  const isSource = (path: string): boolean => only.has(path) && isLinted(path);
  return {
    root,
    ...readTree({ root, paths: index.paths, isSource, contents: index.contents }),
    only,
    remotes,
  };
}

/** @returns the files that are asked for by path and by change; undefined for all */
function narrow(
  paths: readonly string[],
  wanted: readonly string[],
  changed: ReadonlySet<string> | undefined,
): Set<string> | undefined {
  const starts = new Set(wanted);
  const everywhere = wanted.length === 0 || starts.has("");
  if (everywhere && changed === undefined) return undefined;
  const isWanted = (path: string): boolean =>
    everywhere || starts.has(path) || foldersOf(path).some((folder) => starts.has(folder));
  return new Set([...(changed ?? paths)].filter((path) => isWanted(path)));
}

/** @returns the folders around a file: `a/b` and `a` of `a/b/c`, and the root, which is the empty path */
function foldersOf(path: string): string[] {
  const folders = [""];
  for (let slash = path.indexOf("/"); slash >= 0; slash = path.indexOf("/", slash + 1))
    folders.push(path.slice(0, slash));
  return folders;
}
