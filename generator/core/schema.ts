/** A JSON Schema as packs hold it: what the API server enforces, with `x-kubernetes-*`, defaults and formats, without descriptions. */
export type JsonSchema = { readonly [keyword: string]: unknown };

/** A kind that a source has a schema for. */
export interface PackedKind {
  readonly version: string;
  readonly kind: string;
  /** Is it a kind of Kubernetes itself? Its group is complete then. */
  readonly builtIn: boolean;
}

/** Where schemas come from: packs on disk, CRDs of the linted tree, `--schemas`. */
export interface SchemaSource {
  /** @returns the schema's JSON text or object, or undefined when this source has none for the kind */
  find(group: string, version: string, kind: string): JsonSchema | undefined;
  /** Finds the schema of a kind as other clusters have it: what either takes may be right. Sources with one form of each kind have none. */
  findOther?(group: string, version: string, kind: string): JsonSchema | undefined;
  /** Lists what it has of a group, for sources that know. */
  kinds?(group: string): readonly PackedKind[];
}
