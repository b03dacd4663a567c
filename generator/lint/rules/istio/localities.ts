import type { Field } from "../field.ts";

/** A locality with the field that says it. */
export interface Locality {
  readonly name: string;
  readonly field: Field;
}

/**
 * Finds the first locality of a list that is malformed or covered by one before it.
 * Source: validateLocalities of istio/istio pkg/config/validation/agent.
 */
export function findLocalityProblem(
  localities: readonly Locality[],
): { field: Field; message: string } | undefined {
  for (const [index, { name, field }] of localities.entries()) {
    const problem = checkLocality(name);
    if (problem !== undefined) return { field, message: `locality "${name}" ${problem}` };
    const other = localities
      .slice(0, index)
      .find(
        (earlier) => covers(earlier.name, name) || (!isOpen(name) && covers(name, earlier.name)),
      );
    if (other !== undefined)
      return { field, message: `locality "${name}" overlaps "${other.name}"` };
  }
  return undefined;
}

function checkLocality(name: string): string | undefined {
  const stars = name.split("*").length - 1;
  if (stars > 1 || (stars === 1 && !name.endsWith("*"))) return 'has a "*" that does not end it';
  if (splitLocality(name).includes(""))
    return "has an empty part; write region/zone/subzone, or fewer";
  return undefined;
}

/** Splits into region, zone and subzone; what follows belongs to the subzone. */
function splitLocality(name: string): string[] {
  const [region, zone, ...rest] = name.split("/");
  return [
    region!,
    ...(zone === undefined ? [] : [zone]),
    ...(rest.length > 0 ? [rest.join("/")] : []),
  ];
}

/** Upstream takes `a/*` after `a/b`, as all the rest, but not before it. */
function isOpen(name: string): boolean {
  return splitLocality(name).at(-1) === "*";
}

/** A part that is `*` covers all, and so does what is left out. */
function covers(one: string, other: string): boolean {
  const theirs = splitLocality(other);
  for (const [index, part] of splitLocality(one).entries()) {
    if (part === "*") return true;
    if (part !== theirs[index]) return false;
  }
  return true;
}
