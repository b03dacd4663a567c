import type { Path } from "./path.ts";
import type { ResourceId } from "./resource.ts";

export type Severity = "error" | "warning" | "info";

/** A place in a file. Lines and columns count from 1, columns in UTF-16 code units; the end is exclusive. */
export interface Location {
  file: string;
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
}

/** One thing that is wrong, or worth knowing, in a user's file. Wording is complete here; colour and layout belong to reporters. */
export interface Finding {
  /** `<area>/<rule>`, such as `istio/gateway-exists`. */
  rule: string;
  severity: Severity;
  /** One sentence that names the bad value and what would be right; no trailing full stop. */
  message: string;
  at: Location;
  /** Where in the document, when the finding is about a value. */
  path?: Path;
  resource?: ResourceId;
  /** Root of the build that the finding was made in, when it depends on one. */
  build?: string;
  /** Other places that belong to the finding, such as the first of two duplicates. */
  related?: readonly { message: string; at: Location }[];
  /** How `lint --fix` repairs it; only where the meaning cannot change. */
  fix?: Fix;
}

/** A safe change to one document of a YAML file. `document` counts from 0 within the file. */
export type Fix =
  | { op: "rename-key"; document: number; path: Path; to: string }
  /** Replaces a scalar's text by the quoted string that it is meant to be. */
  | { op: "quote"; document: number; path: Path }
  | { op: "set"; document: number; path: Path; to: unknown }
  | { op: "remove"; document: number; path: Path };
