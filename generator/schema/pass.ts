import type { Dialect } from "./shape.ts";
import type { SchemaProblem } from "./types.ts";

/** What the passes over one document share. */
export interface Pass {
  readonly dialect: Dialect;
  /** A patch: a partial object, with directives. */
  readonly partial: boolean;
  readonly problems: SchemaProblem[];
}
