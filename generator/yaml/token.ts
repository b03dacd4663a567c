import type { ScalarNode } from "./node.ts";

export type TokenType =
  | "block-mapping-start"
  | "block-sequence-start"
  | "block-end"
  | "["
  | "]"
  | "{"
  | "}"
  | "-"
  | ","
  | "key"
  | "value"
  | "alias"
  | "anchor"
  | "tag"
  | "scalar"
  | "document-start"
  | "document-end"
  | "directive"
  | "end";

export interface Token {
  readonly type: TokenType;
  readonly start: number;
  readonly end: number;
  /** A scalar's value, the name of an anchor or alias, a full tag. */
  readonly text?: string;
  readonly style?: ScalarNode["style"];
}
