import { CelError } from "./error.ts";

/** An unsigned integer; plain integers are bigints, doubles are numbers. */
export class Uint {
  readonly value: bigint;
  constructor(value: bigint) {
    if (value < 0n || value >= 1n << 64n) throw new CelError("unsigned integer overflow");
    this.value = value;
  }
}

/** A point in time, in nanoseconds since 1970. */
export class Timestamp {
  readonly nanos: bigint;
  /** Minutes that the zone which it was written in is ahead; it is printed there. */
  readonly zone: number;
  constructor(nanos: bigint, zone = 0) {
    if (
      nanos < -62135596800n * 1_000_000_000n ||
      nanos > 253402300799n * 1_000_000_000n + 999_999_999n
    )
      throw new CelError("timestamp overflow");
    this.nanos = nanos;
    this.zone = zone;
  }
}

export class Duration {
  readonly nanos: bigint;
  constructor(nanos: bigint) {
    if (nanos < -(1n << 63n) || nanos >= 1n << 63n) throw new CelError("duration overflow");
    this.nanos = nanos;
  }
}

export class Optional {
  readonly value: Value | undefined;
  constructor(value?: Value) {
    this.value = value;
  }
}

/** The value of `type(x)` and of a type's name. */
export class TypeValue {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/** A value of a library: an address, a URL, a quantity, a version, a format. */
export abstract class Extension {
  abstract readonly type: string;
  abstract equals(other: Extension): boolean;
}

/** An object whose fields a schema declares; names are escaped as CEL wants them. */
export interface Struct {
  readonly isStruct: true;
  readonly data: Readonly<Record<string, unknown>>;
  /** The names of the fields that are set. */
  names(): readonly string[];
  declares(name: string): boolean;
  get(name: string): Value | undefined;
}

/** A value that a schema keeps without looking into it; it can only be compared. */
export class Preserved {
  readonly data: unknown;
  constructor(data: unknown) {
    this.data = data;
  }
}

export type Value =
  | bigint
  | number
  | string
  | boolean
  | null
  | Uint
  | Uint8Array
  | Timestamp
  | Duration
  | Optional
  | TypeValue
  | Extension
  | Struct
  | Preserved
  | CelMap
  | CelList;

export type CelMap = Map<Value, Value>;
export type CelList = readonly Value[];

/** What `x-kubernetes-list-type` says of a list: sets and maps compare and add up without regard to order. */
export interface ListKind {
  readonly type: "set" | "map";
  /** Names of a list map's keys, as the data has them. */
  readonly keys: readonly string[];
}

const listKinds = new WeakMap<CelList, ListKind>();

export function markList(list: CelList, kind: ListKind): CelList {
  listKinds.set(list, kind);
  return list;
}

const data = new WeakSet<object>();

/** Marks a list or map as one that the object holds, not one that an expression made. */
export function markData<T extends CelList | CelMap>(value: T): T {
  data.add(value);
  return value;
}

export function isData(value: Value): boolean {
  return typeof value === "object" && value !== null && data.has(value);
}

export function listKind(list: CelList): ListKind | undefined {
  return listKinds.get(list);
}

export function isStruct(value: unknown): value is Struct {
  return (
    typeof value === "object" && value !== null && (value as Partial<Struct>).isStruct === true
  );
}

export function isList(value: unknown): value is CelList {
  return Array.isArray(value);
}

/** @returns the name of the value's type, as `type(x)` compares it */
export function typeName(value: Value): string {
  switch (typeof value) {
    case "bigint":
      return "int";
    case "number":
      return "double";
    case "string":
      return "string";
    case "boolean":
      return "bool";
  }
  if (value === null) return "null_type";
  if (isList(value)) return "list";
  if (value instanceof Map || isStruct(value)) return "map";
  if (value instanceof Uint8Array) return "bytes";
  if (value instanceof Uint) return "uint";
  if (value instanceof Timestamp) return "google.protobuf.Timestamp";
  if (value instanceof Duration) return "google.protobuf.Duration";
  if (value instanceof Optional) return "optional_type";
  if (value instanceof TypeValue) return "type";
  if (value instanceof Extension) return value.type;
  return "object";
}

/** @returns an int64 */
export function int(value: bigint): bigint {
  if (value < -(1n << 63n) || value >= 1n << 63n) throw new CelError("integer overflow");
  return value;
}
