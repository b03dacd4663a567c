import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { isMapping, listOf } from "../core/json.ts";
import type { JsonSchema, PackedKind, SchemaSource } from "../core/schema.ts";
import { packageFolder } from "./assets.ts";
import { whyRefused } from "./errors.ts";
import { blockedBy } from "./paths.ts";
import { listFiles } from "./read.ts";
import { sign, type Signatures } from "./signature.ts";

/** The packs that Meshwright ships: `schemas/` beside the program's code. */
export const SHIPPED_PACKS = join(packageFolder, "schemas");

/**
 * Gives the schemas of a pack folder, each read on first use and kept.
 * @param folder holds `<group>/<kind>_<version>.json`, group `core` for the core group; `experimental/` in it holds, in the same layout,
 * the other form of kinds that come in a stable and in an experimental one
 * @param kubernetes minor such as `1.36` whose built-in kinds are meant; where the folder has `kubernetes-<minor>/`, those count
 * instead of its own, else its own do
 * @param seen gets the signature of every file that is asked for, by full path, before it is read
 * @returns a source that has no schema for what the folder does not hold, or holds as broken JSON
 */
export function packSource(folder: string, kubernetes?: string, seen?: Signatures): SchemaSource {
  const known = new Map<string, JsonSchema | undefined>();
  const minor = kubernetes === undefined ? undefined : join(folder, `kubernetes-${kubernetes}`);
  const hasMinor = minor !== undefined && /^\d+\.\d+$/.test(kubernetes ?? "") && existsSync(minor);
  if (minor !== undefined) seen?.set(minor, sign(minor));
  const readSeen = (file: string): JsonSchema | undefined => {
    seen?.set(file, sign(file));
    return readSchema(file);
  };
  const read = (path: string): JsonSchema | undefined => {
    const own = readSeen(join(folder, path));
    if (!hasMinor) return own;
    return readSeen(join(minor, path)) ?? (isBuiltIn(own) ? undefined : own);
  };
  const findIn = (place: string, group: string, version: string, kind: string) => {
    if (
      !/^[-a-z0-9.]*$/.test(group) ||
      !/^[-a-z0-9]+$/.test(version) ||
      !/^[-A-Za-z0-9]+$/.test(kind)
    )
      return undefined;
    const name = `${place}${group === "" ? "core" : group}/${kind}_${version}`;
    if (!known.has(name)) {
      const schema = read(`${name.toLowerCase()}.json`);
      known.set(name, schema && isOf(schema, kind) ? schema : undefined);
    }
    return known.get(name);
  };
  return {
    find: (group, version, kind) => findIn("", group, version, kind),
    findOther: (group, version, kind) => findIn("experimental/", group, version, kind),
    kinds(group) {
      if (!/^[-a-z0-9.]*$/.test(group)) return [];
      const own = join(folder, group === "" ? "core" : group);
      const other = hasMinor ? join(minor, group === "" ? "core" : group) : own;
      const from = existsSync(other) ? other : own;
      seen?.set(from, sign(from));
      return listKinds(from, readSeen);
    },
  };
}

/** File names do not tell `Daemonset` from `DaemonSet`, but the API server does. Other programs' packs may not say whose schema it is. */
function isOf(schema: JsonSchema, kind: string): boolean {
  const named = listOf(schema["x-kubernetes-group-version-kind"]).filter(isMapping);
  return named.length === 0 || named.some((each) => each["kind"] === kind);
}

/** @param read reads a schema by its full path */
function listKinds(folder: string, read: (file: string) => JsonSchema | undefined): PackedKind[] {
  if (!existsSync(folder)) return [];
  const schemas = readdirSync(folder).map((name) => read(join(folder, name)));
  return schemas.flatMap((schema) => {
    const [named] = listOf(schema?.["x-kubernetes-group-version-kind"]);
    if (!isMapping(named)) return [];
    const { version, kind } = named;
    if (typeof version !== "string" || typeof kind !== "string") return [];
    return [{ version, kind, builtIn: isBuiltIn(schema) }];
  });
}

/** Built-in kinds of Kubernetes; kustomization files are native too, but belong to no cluster. */
function isBuiltIn(schema: JsonSchema | undefined): boolean {
  return (
    schema?.["x-meshwright-dialect"] === "native" && schema["x-meshwright-scope"] !== undefined
  );
}

function readSchema(path: string): JsonSchema | undefined {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
  return parseSchema(text);
}

function parseSchema(text: string): JsonSchema | undefined {
  try {
    const schema: unknown = JSON.parse(text);
    return isMapping(schema) ? schema : undefined;
  } catch {
    return undefined;
  }
}

/** A file of a pack folder. */
export interface PackFile {
  /** Inside the folder, with forward slashes. */
  path: string;
  bytes: number;
  /** Undefined where the file is no JSON object. */
  schema: JsonSchema | undefined;
}

/**
 * Reads every schema of a pack folder, for lists.
 * @param folder may be missing; then there are none
 * @returns files named like schemas (`<folder>/<kind>_<version>.json`), sorted by path
 */
export function listPack(folder: string): PackFile[] {
  if (!existsSync(folder)) return [];
  return listFiles(folder)
    .paths.filter((path) => /(^|\/)[^/]+\/[^/]+_[^/]+\.json$/.test(path))
    .map((path) => ({
      path,
      bytes: statSync(join(folder, path)).size,
      schema: readSchema(join(folder, path)),
    }));
}

/** What a pack folder has to become. */
export interface PackChange {
  create: string[];
  update: string[];
  delete: string[];
  /** In the way: files that are no schemas of ours, or links out of the folder. */
  conflicts: { path: string; reason: string }[];
}

/**
 * Compares a pack folder with the files that it is to hold.
 * @param folder may be missing
 * @param files texts by path inside the folder
 * @param isOurs is a schema that stands in the folder one that may be replaced, and deleted where `files` has none?
 */
export function comparePack(
  folder: string,
  files: ReadonlyMap<string, string>,
  isOurs: (schema: JsonSchema) => boolean,
): PackChange {
  const change: PackChange = { create: [], update: [], delete: [], conflicts: [] };
  const root = existsSync(folder) ? realpathSync(folder) : folder;
  const known = new Map<string, string | undefined>();
  for (const [path, text] of files) {
    const file = join(root, path);
    const reason = blockedBy(root, path, known);
    if (reason !== undefined) change.conflicts.push({ path, reason });
    else if (!existsSync(file)) change.create.push(path);
    else if (readFileSync(file, "utf8").replaceAll("\r\n", "\n") !== text) {
      const schema = readSchema(file);
      if (schema !== undefined && isOurs(schema)) change.update.push(path);
      else
        change.conflicts.push({
          path,
          reason: "a file that is no schema pack of ours is in the way",
        });
    }
  }
  for (const { path, schema } of listPack(folder)) {
    if (!files.has(path) && schema !== undefined && isOurs(schema)) change.delete.push(path);
  }
  return change;
}

/**
 * Writes and deletes what comparePack found; each file at once, so that a reader never sees half of one.
 * @returns undefined, or why a file could not be written
 */
export function writePack(
  folder: string,
  files: ReadonlyMap<string, string>,
  change: PackChange,
): string | undefined {
  for (const path of [...change.create, ...change.update]) {
    const file = join(folder, path);
    try {
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, files.get(path)!);
      renameSync(`${file}.new`, file);
    } catch (error) {
      return `${path}: ${explain(error)}`;
    }
  }
  for (const path of change.delete) {
    try {
      rmSync(join(folder, path));
      if (readdirSync(dirname(join(folder, path))).length === 0)
        rmdirSync(dirname(join(folder, path)));
    } catch (error) {
      return `${path}: ${explain(error)}`;
    }
  }
  return undefined;
}

function explain(error: unknown): string {
  const reason = whyRefused(error);
  if (reason === undefined) throw error;
  return reason;
}
