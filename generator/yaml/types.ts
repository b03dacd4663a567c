import type { Location, Severity } from "../core/finding.ts";
import type { Path } from "../core/path.ts";

/** A file of YAML or JSON documents, split and read as the API server does. */
export interface YamlFile {
  readonly file: string;
  readonly text: string;
  readonly documents: readonly YamlDocument[];
  /** What is wrong with the file as a whole (too large, not UTF-8, ...). */
  readonly problems: readonly YamlProblem[];
}

export interface YamlDocument {
  /** From 0, counting as kubectl splits the file; documents without content are left out but still counted. */
  readonly index: number;
  /** Plain JSON data; an integer that a double cannot hold is a bigint. Undefined where nothing could be read. */
  readonly value: unknown;
  readonly problems: readonly YamlProblem[];
  /** See Resource.locate. Computed on first use only. */
  locate(path: Path, part?: "key" | "value"): Location;
}

export interface YamlProblem {
  /** `yaml/syntax`, `yaml/duplicate-key`, ... */
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Location;
  readonly path?: Path;
  /** A key takes the place of one that `<<` brought: kustomize and kubectl allow it, strict decoders do not. */
  readonly overridesMerge?: boolean;
}
