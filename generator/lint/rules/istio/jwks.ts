import { isMapping } from "../../../core/json.ts";

/** What a key of each type must have (RFC 7517, 7518, 8037). */
const REQUIRED: Readonly<Record<string, readonly string[]>> = {
  RSA: ["n", "e"],
  EC: ["crv", "x", "y"],
  OKP: ["crv", "x"],
  oct: ["k"],
};

/**
 * Reads a JSON Web Key Set, or a single key, as istiod does.
 * @returns the indexes of keys with private parts, or what is wrong with the text
 */
export function readKeySet(text: string): { private: number[] } | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  if (!isMapping(parsed)) return "it is not a JSON object";
  const keys = Object.hasOwn(parsed, "keys") ? parsed["keys"] : [parsed];
  if (!Array.isArray(keys)) return '"keys" is not a list';
  const problem = keys.map(checkKey).find((found) => found !== undefined);
  return (
    problem ?? { private: keys.flatMap((key: unknown, index) => (isPrivate(key) ? [index] : [])) }
  );
}

function checkKey(key: unknown, index: number): string | undefined {
  const type = isMapping(key) ? key["kty"] : undefined;
  if (!isMapping(key) || typeof type !== "string" || !Object.hasOwn(REQUIRED, type)) {
    return `key ${index} has no "kty" of ${Object.keys(REQUIRED).join(", ")}`;
  }
  const missing = REQUIRED[type]!.find((member) => typeof key[member] !== "string");
  return missing === undefined ? undefined : `key ${index} of type ${type} has no "${missing}"`;
}

function isPrivate(key: unknown): boolean {
  return isMapping(key) && (key["kty"] === "oct" || typeof key["d"] === "string");
}
