import { signatures } from "./signatures.ts";
import { type CelType, listOf, mapOf, opaque, parameter, simpleTypes, typeOf } from "./types.ts";

/** One form of a function. */
export interface Overload {
  /** Is its first argument what stands before the dot? */
  readonly isMember: boolean;
  readonly args: readonly CelType[];
  readonly result: CelType;
  /** The names of the parameters in its types. */
  readonly params: readonly string[];
}

/** @returns the forms of a function, in cel-go's order, or undefined where there is none of this name */
export function overloadsOf(name: string): readonly Overload[] | undefined {
  lines ??= readLines();
  const line = lines.get(name);
  if (typeof line !== "string") return line;
  const overloads = line.split("; ").flatMap(expand).map(readOverload);
  lines.set(name, overloads);
  return overloads;
}

/** A line is read when its function is first asked for. */
let lines: Map<string, string | readonly Overload[]> | undefined;

function readLines(): Map<string, string> {
  return new Map(
    signatures
      .trim()
      .split("\n")
      .map((line) => {
        const colon = line.indexOf(": ");
        return [line.slice(0, colon), line.slice(colon + 2)];
      }),
  );
}

const groups: Readonly<Record<string, readonly string[]>> = {
  C: ["int", "uint", "double", "bool", "duration", "timestamp", "string", "bytes"],
  N: ["int", "uint", "double"],
};

function expand(signature: string): string[] {
  const group = /\b[CN]\b/.exec(signature)?.[0];
  if (group === undefined) return [signature];
  return groups[group]!.map((type) =>
    signature.replaceAll(new RegExp(`\\b${group}\\b`, "g"), type),
  );
}

/** Reads `receiver.(args) result`. */
function readOverload(signature: string): Overload {
  let at = 0;
  const accept = (text: string): boolean => {
    const found = signature.startsWith(text, at);
    if (found) at += text.length;
    return found;
  };
  const readTypes = (): CelType[] => {
    const types: CelType[] = [];
    while (!accept(")")) {
      accept(", ");
      types.push(readType());
    }
    return types;
  };
  const readType = (): CelType => {
    const name = /^\w+(?:\.\w+)*/.exec(signature.slice(at))![0];
    at += name.length;
    return createType(name, accept("(") ? readTypes() : []);
  };
  const isMember = !accept("(");
  const receiver = isMember ? [readType()] : [];
  if (isMember) accept(".(");
  const args = [...receiver, ...readTypes()];
  accept(" ");
  const result = readType();
  return { isMember, args, result, params: [...new Set(signature.match(/\b[A-Z]\b/g))] };
}

function createType(name: string, params: readonly CelType[]): CelType {
  if (/^[A-Z]$/.test(name)) return parameter(name);
  if (name === "list") return listOf(params[0]!);
  if (name === "map") return mapOf(params[0]!, params[1]!);
  if (name === "type") return typeOf(params[0]);
  return simpleTypes.get(name) ?? opaque(name, params);
}
