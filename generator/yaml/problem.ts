import type { Severity } from "../core/finding.ts";
import type { Path } from "../core/path.ts";
import type { Node } from "./node.ts";

/** What the text of a document gets wrong, before it is read as JSON. Offsets count within the file. */
export interface SyntaxProblem {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** What keeps a part of a document's tree from becoming JSON. */
export interface NodeProblem {
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  readonly node: Node;
  /** The first of two that collide. */
  readonly first?: Node;
  /** The key takes the place of one that `<<` brought. */
  readonly overridesMerge?: boolean;
}

export interface DecodeProblem extends NodeProblem {
  readonly path: Path;
}

/** Ends the parsing of a document; `parseDocument` catches it and reports the problem. */
export function stopParsing(problem: SyntaxProblem): never {
  throw new Error(problem.message, { cause: problem });
}
