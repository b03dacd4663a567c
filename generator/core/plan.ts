import type { ResourceId } from "./resource.ts";

/** One file that generate means to write: which template makes it, from what, and what it must hold afterwards. */
export interface PlannedFile {
  /** Where it is written, repository-relative. */
  readonly path: string;
  /** The template's path under `templates/`, with `.hbs`. */
  readonly template: string;
  /** What the template may use. */
  readonly data: Readonly<Record<string, unknown>>;
  /** The objects that the file must hold after rendering, in order; a kustomization has the empty name. None for files that are not YAML. */
  readonly expect: readonly ResourceId[];
  /** The input's file name, for the header that says where to edit. */
  readonly source: string;
}
