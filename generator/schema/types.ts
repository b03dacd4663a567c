import type { Severity } from "../core/finding.ts";
import type { Path } from "../core/path.ts";

export type { JsonSchema, SchemaSource } from "../core/schema.ts";

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
