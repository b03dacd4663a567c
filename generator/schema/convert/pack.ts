import type { JsonSchema } from "../types.ts";

/** One schema of a pack: a kind in one version. */
export interface PackEntry {
  group: string;
  version: string;
  kind: string;
  schema: JsonSchema;
}

/** Something that is wrong with a CRD or another source of schemas. */
export interface ConvertProblem {
  message: string;
  /** Where in the document; empty for the whole. */
  path: readonly (string | number)[];
}

/** What the root of a pack schema says beside JSON Schema; everything of Kubernetes keeps its own `x-kubernetes-*` name. */
export interface PackMarkers {
  /** `native`: decoded into Go structs (built-in kinds, kustomization files). `custom`: pruned and defaulted by a structural schema. */
  "x-meshwright-dialect": "native" | "custom";
  /** Absent for files that are no cluster objects, such as kustomization.yaml. */
  "x-meshwright-scope"?: "Namespaced" | "Cluster";
  /** Is the status subresource on, so that a write of the object drops its status? */
  "x-meshwright-status"?: true;
  /** The warning that the API server answers for a deprecated version. */
  "x-meshwright-deprecated"?: string;
  /** `additionalPrinterColumns` and the like are left out; this names the source in sources.yaml. */
  "x-meshwright-source"?: string;
}

/**
 * @returns where a pack keeps the schema of a kind: `<group>/<kind>_<version>.json`, group `core` for the core group,
 * the layout that kubeconform and the public CRD catalogues use
 */
export function packPath(group: string, version: string, kind: string): string {
  return `${group === "" ? "core" : group}/${kind.toLowerCase()}_${version}.json`;
}

/** Can these be parts of a file name? A group, version or kind of a user's file may hold anything. */
export function isPackName(group: string, version: string, kind: string): boolean {
  return (
    /^([a-z0-9]([-a-z0-9.]*[a-z0-9])?)?$/.test(group) &&
    !group.includes("..") &&
    /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(version) &&
    /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?$/.test(kind)
  );
}

const WIDTH = 140;

/**
 * Prints a schema with sorted keys, one line for what is short: small on disk, and a change shows as the lines that it touches.
 * @returns JSON text that ends in a newline; equal schemas give equal bytes
 */
export function printSchema(schema: JsonSchema): string {
  return `${print(schema, "").text}\n`;
}

function print(value: unknown, indent: string): { text: string; flat: boolean } {
  if (typeof value !== "object" || value === null)
    return { text: JSON.stringify(value), flat: true };
  const isList = Array.isArray(value);
  const inner = `${indent} `;
  const parts = isList
    ? value.map((item) => print(item, inner))
    : Object.entries(value)
        .filter(([, child]) => child !== undefined)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, child]) => {
          const { text, flat } = print(child, inner);
          return { text: `${JSON.stringify(key)}: ${text}`, flat };
        });
  const [open, close] = isList ? "[]" : "{}";
  const line = `${open}${parts.map((part) => part.text).join(", ")}${close}`;
  if (parts.every((part) => part.flat) && indent.length + line.length <= WIDTH)
    return { text: line, flat: true };
  return {
    text: `${open}\n${parts.map((part) => inner + part.text).join(",\n")}\n${indent}${close}`,
    flat: false,
  };
}
