/** The syntax tree of one YAML document: what was written, before it is read as JSON. Offsets count within the whole file. */
export type Node = ScalarNode | MappingNode | SequenceNode | AliasNode;

interface Span {
  /** Offset of the first character. */
  readonly start: number;
  /** Offset behind the last character. */
  readonly end: number;
  /** Offset of the anchor or tag before it, if it has one. */
  readonly from?: number;
}

export interface ScalarNode extends Span {
  readonly kind: "scalar";
  /** The text after folding and unescaping. */
  readonly text: string;
  readonly style: "plain" | "single" | "double" | "block";
  /** Full tag such as `tag:yaml.org,2002:int`, or undefined. */
  readonly tag?: string;
}

export interface MappingNode extends Span {
  readonly kind: "mapping";
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: Node;
  readonly value: Node;
}

export interface SequenceNode extends Span {
  readonly kind: "sequence";
  readonly flow: boolean;
  readonly items: readonly Node[];
  /** Offsets of a block sequence's dashes, one an item. */
  readonly dashes: readonly number[];
}

export interface AliasNode extends Span {
  readonly kind: "alias";
  readonly name: string;
  /** The anchored node, or undefined where the anchor is not defined before the alias. */
  readonly target?: Node;
}

/** @returns what stands where a key or value is absent; null to go-yaml */
export function emptyScalar(at: number): ScalarNode {
  return { kind: "scalar", text: "", style: "plain", start: at, end: at };
}
