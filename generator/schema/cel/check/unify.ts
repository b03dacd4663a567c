import { type CelType, dyn, isExactly, listOf, mapOf, opaque, typeOf } from "./types.ts";

/** What is known of parameters, by their names. */
export type Bindings = ReadonlyMap<string, CelType>;

/**
 * Asks whether values of one type can stand where another is wanted, and notes what is known of parameters then.
 * @param bindings is left as it was where one pair does not fit
 * @param pairs what has, what is wanted
 * Source: cel-go checker/types.go, isAssignable.
 */
export function assign(
  bindings: Map<string, CelType>,
  pairs: readonly (readonly [CelType, CelType])[],
): boolean {
  const trial: Trial = { bindings, before: [] };
  if (pairs.every(([from, to]) => fits(trial, from, to))) return true;
  for (const [name, type] of trial.before.toReversed()) {
    if (type === undefined) bindings.delete(name);
    else bindings.set(name, type);
  }
  return false;
}

/** What a try has changed. */
interface Trial {
  readonly bindings: Map<string, CelType>;
  readonly before: [string, CelType | undefined][];
}

function note({ bindings, before }: Trial, name: string, type: CelType): void {
  before.push([name, bindings.get(name)]);
  bindings.set(name, type);
}

/**
 * Replaces the parameters of a type by what is known of them.
 * @param open what stands for a parameter of which nothing is known; itself by default
 */
export function substitute(bindings: Bindings, type: CelType, open?: CelType): CelType {
  if (type.kind === "parameter") {
    const bound = bindings.get(type.name);
    return bound === undefined ? (open ?? type) : substitute(bindings, bound, open);
  }
  if (type.params.length === 0) return type;
  const params = type.params.map((each) => substitute(bindings, each, open));
  return withParams(type, params);
}

function withParams(type: CelType, params: readonly CelType[]): CelType {
  if (type.kind === "list") return listOf(params[0]!);
  if (type.kind === "map") return mapOf(params[0]!, params[1]!);
  return type.kind === "type" ? typeOf(params[0]) : opaque(type.name, params);
}

/** @returns the wider of two types that fit each other */
export function widest(left: CelType, right: CelType): CelType {
  return isWider(left, right) ? left : right;
}

function isWider(left: CelType, right: CelType): boolean {
  if (left.kind === "dyn" || left.kind === "parameter") return true;
  if (right.kind === "dyn" || right.kind === "parameter" || left.kind !== right.kind) return false;
  switch (left.kind) {
    case "type":
      return true;
    case "list":
    case "map":
    case "opaque":
      return (
        left.name === right.name &&
        left.params.length === right.params.length &&
        left.params.every((each, index) => isWider(each, right.params[index]!))
      );
    default:
      return isExactly(left, right);
  }
}

function fits(trial: Trial, from: CelType, to: CelType): boolean {
  if (to.kind === "parameter") {
    const { valid, bound } = bind(trial, from, to);
    if (valid || bound) return valid;
  }
  if (from.kind === "parameter") return bind(trial, to, from).valid;
  if (from.kind === "dyn" || to.kind === "dyn") return true;
  if (from.kind === "null_type") return isNullable(to);
  if (to.kind === "null_type") return isNullable(from);
  switch (from.kind) {
    case "type":
      return to.kind === "type";
    case "list":
    case "map":
    case "opaque":
      return (
        from.kind === to.kind &&
        from.name === to.name &&
        from.params.length === to.params.length &&
        from.params.every((each, index) => fits(trial, each, to.params[index]!))
      );
    default:
      return from.kind === to.kind && from.name === to.name;
  }
}

function isNullable({ kind }: CelType): boolean {
  return ["null_type", "opaque", "struct", "duration", "timestamp"].includes(kind);
}

/** Takes a type for a parameter, or asks whether it agrees with what the parameter is known to be. */
function bind(trial: Trial, type: CelType, param: CelType): { valid: boolean; bound: boolean } {
  const { bindings } = trial;
  if (isExactly(type, param)) return { valid: true, bound: true };
  const known = bindings.get(param.name);
  if (known === undefined) {
    const valid = !occurs(bindings, param, type);
    if (valid) note(trial, param.name, type);
    return { valid, bound: false };
  }
  if (isExactly(type, known)) return { valid: true, bound: true };
  if (!fits(trial, type, known)) return { valid: false, bound: true };
  const wider = widest(type, known);
  if (!occurs(bindings, param, wider)) note(trial, param.name, wider);
  return { valid: true, bound: true };
}

/** Does a parameter stand within a type, so that it cannot stand for it? */
function occurs(bindings: Bindings, param: CelType, within: CelType): boolean {
  if (isExactly(param, within)) return true;
  if (within.kind === "parameter") {
    const known = bindings.get(within.name);
    return known !== undefined && occurs(bindings, param, known);
  }
  return within.kind !== "struct" && within.params.some((each) => occurs(bindings, param, each));
}

/** @returns a type without parameters of which nothing is known */
export function settle(bindings: Bindings, type: CelType): CelType {
  return substitute(bindings, type, dyn);
}
