import type { Severity } from "../core/finding.ts";
import type { Path } from "../core/path.ts";

/** A JSON Schema as packs hold it: what the API server enforces, with `x-kubernetes-*`, defaults and formats, without descriptions. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** Where schemas come from: packs on disk, CRDs of the linted tree, `--schemas`. */
export interface SchemaSource {
  /** @returns the schema's JSON text or object, or undefined when this source has none for the kind */
  find(group: string, version: string, kind: string): JsonSchema | undefined;
}

/** What one resource gets wrong. */
export interface SchemaProblem {
  /** `schema/unknown-field`, `schema/type`, `schema/required`, `schema/cel`, ... */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly path: Path;
  readonly part?: "key" | "value";
  /** A safe repair, as core/finding.ts's Fix without its document. */
  readonly fix?: { op: "rename-key"; path: Path; to: string } | { op: "quote"; path: Path };
}
