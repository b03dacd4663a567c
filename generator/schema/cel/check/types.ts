/** What a type is at heart. A parameter is a type that is not known yet. */
export type Kind =
  | "dyn"
  | "null_type"
  | "bool"
  | "bytes"
  | "double"
  | "int"
  | "string"
  | "uint"
  | "duration"
  | "timestamp"
  | "list"
  | "map"
  | "struct"
  | "opaque"
  | "type"
  | "parameter";

/** A static type. Source: cel-go common/types/types.go. */
export interface CelType {
  readonly kind: Kind;
  /** As `type(x)` prints it; tells structs, opaque types and parameters apart. */
  readonly name: string;
  readonly params: readonly CelType[];
  /** The type of a struct's field, by its escaped name. */
  field?(name: string): CelType | undefined;
}

const simple = (kind: Kind, name: string = kind): CelType => ({ kind, name, params: [] });

export const dyn = simple("dyn");
export const bool = simple("bool");
export const int = simple("int");
export const string = simple("string");
export const nullType = simple("null_type");

/** Types that a name alone says. */
export const simpleTypes: ReadonlyMap<string, CelType> = new Map(
  [
    dyn,
    bool,
    int,
    string,
    nullType,
    simple("bytes"),
    simple("double"),
    simple("uint"),
    simple("duration", "google.protobuf.Duration"),
    simple("timestamp", "google.protobuf.Timestamp"),
  ].map((type) => [type.kind, type]),
);

export function listOf(item: CelType): CelType {
  return { kind: "list", name: "list", params: [item] };
}

export function mapOf(key: CelType, value: CelType): CelType {
  return { kind: "map", name: "map", params: [key, value] };
}

export function typeOf(type?: CelType): CelType {
  return { kind: "type", name: "type", params: type === undefined ? [] : [type] };
}

export function optionalOf(value: CelType): CelType {
  return opaque("optional_type", [value]);
}

export function opaque(name: string, params: readonly CelType[] = []): CelType {
  return { kind: "opaque", name, params };
}

export function parameter(name: string): CelType {
  return simple("parameter", name);
}

export function isOptional(type: CelType): boolean {
  return type.kind === "opaque" && type.name === "optional_type";
}

/** @returns the type inside of an optional; of any other type, itself */
export function unwrapOptional(type: CelType): CelType {
  return isOptional(type) ? type.params[0]! : type;
}

/** @returns whether two types are the same to the last parameter */
export function isExactly(left: CelType, right: CelType): boolean {
  if (left === right) return true;
  return (
    left.kind === right.kind &&
    left.name === right.name &&
    left.params.length === right.params.length &&
    left.params.every((each, index) => isExactly(each, right.params[index]!))
  );
}

/** Writes a type as cel-go's messages do: `list(string)`. */
export function printType(type: CelType): string {
  if (type.kind === "null_type") return "null";
  const name = type.kind === "duration" || type.kind === "timestamp" ? type.kind : type.name;
  return type.params.length === 0 ? name : `${name}(${type.params.map(printType).join(", ")})`;
}
