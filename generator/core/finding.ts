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
export type Fix = SingleFix | FixGroup;

/** A change that stands by itself: any other may be made or left out. */
export type SingleFix =
  | { op: "rename-key"; document: number; path: Path; to: string }
  /** Replaces a scalar's text by the quoted string that it is meant to be. */
  | { op: "quote"; document: number; path: Path }
  | { op: "set"; document: number; path: Path; to: unknown }
  | { op: "remove"; document: number; path: Path };

/** Changes that hold together: all of them are made, or none. Each step's path counts in what the steps before it left. */
export interface FixGroup {
  op: "group";
  document: number;
  /** What the group is about. */
  path: Path;
  steps: readonly GroupStep[];
}

/** A change that moves text as it is written, with its comments. */
export type GroupStep =
  /** Puts a value under a key of a new mapping, with more entries before it, and the mapping into a new list. */
  | { op: "wrap"; path: Path; key: string; beside?: Readonly<Record<string, boolean>>; list?: true }
  /** Writes an item of a list anew; its comments go above it. */
  | { op: "rewrite"; path: Path; to: unknown }
  /** Moves a list's items into the list of another key beside it; without that one it is renamed. */
  | { op: "join"; path: Path; to: string; at: "start" | "end" };
