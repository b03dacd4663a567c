import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { isMapping } from "../core/json.ts";
import type { JsonSchema, SchemaSource } from "../schema/types.ts";

/** The packs that Meshwright ships: `schemas/` beside the program's code. */
export const SHIPPED_PACKS = fileURLToPath(new URL("../../schemas", import.meta.url));

/**
 * Gives the schemas of a pack folder, each read on first use and kept.
 * @param folder holds `<group>/<kind>_<version>.json`, group `core` for the core group
 * @param kubernetes minor such as `1.36` whose built-in kinds are meant; where the folder has `kubernetes-<minor>/`, those count
 * instead of its own, else its own do
 * @returns a source that has no schema for what the folder does not hold, or holds as broken JSON
 */
export function packSource(folder: string, kubernetes?: string): SchemaSource {
  const known = new Map<string, JsonSchema | undefined>();
  const minor = kubernetes === undefined ? undefined : join(folder, `kubernetes-${kubernetes}`);
  const hasMinor = minor !== undefined && /^\d+\.\d+$/.test(kubernetes ?? "") && existsSync(minor);
  const read = (path: string): JsonSchema | undefined => {
    if (!hasMinor) return readSchema(join(folder, path));
    const own = readSchema(join(folder, path));
    return readSchema(join(minor, path)) ?? (isBuiltIn(own) ? undefined : own);
  };
  return {
    find(group, version, kind) {
      if (
        !/^[-a-z0-9.]*$/.test(group) ||
        !/^[a-z0-9]+$/.test(version) ||
        !/^[A-Za-z0-9]+$/.test(kind)
      )
        return undefined;
      const path = `${group === "" ? "core" : group}/${kind.toLowerCase()}_${version}.json`;
      if (!known.has(path)) known.set(path, read(path));
      return known.get(path);
    },
  };
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
  return (readdirSync(folder, { recursive: true }) as string[])
    .map((path) => path.replaceAll("\\", "/"))
    .filter((path) => /(^|\/)[^/]+\/[^/]+_[^/]+\.json$/.test(path))
    .toSorted()
    .map((path) => ({
      path,
      bytes: statSync(join(folder, path)).size,
      schema: readSchema(join(folder, path)),
    }));
}
