import { isMapping } from "../../../core/json.ts";
import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import type { Pass } from "../../pass.ts";
import type { Shape } from "../../shape.ts";
import { quote, nameOf } from "../../wording.ts";
import { describeType } from "../type/rule.ts";

export const rule: RuleInfo = {
  name: "schema/duplicate-item",
  severity: "error",
  summary: "A list holds an item or a key twice that must be unique",
};

/**
 * Reports items that a set or a list map holds twice, each value once.
 * Source: apiextensions-apiserver pkg/apiserver/schema/listtype. Built-in kinds check their lists by hand.
 * @param unique does the schema say `uniqueItems`?
 */
export function checkListKeys(
  list: readonly unknown[],
  shape: Shape,
  unique: boolean,
  path: Path,
  pass: Pass,
): void {
  if (pass.dialect === "native") return;
  if (shape.listType === "map") checkListMap(list, shape.listMapKeys, path, pass);
  else if (shape.listType === "set" || unique) {
    reportTwice(
      list,
      list.map(keyOf),
      path,
      pass,
      (index) => `${nameOf(path)} holds ${quote(list[index])} twice`,
    );
  }
}

function checkListMap(
  list: readonly unknown[],
  keys: readonly string[],
  path: Path,
  pass: Pass,
): void {
  const wrong = list.findIndex((item) => item !== null && !isMapping(item));
  if (wrong >= 0) {
    // Where the item has a schema, that has said it already.
    if (
      pass.problems.some(
        (problem) => problem.path.length > path.length && problem.path[path.length] === wrong,
      )
    )
      return;
    const where = [...path, wrong];
    const expected = `a mapping with ${keys.join(", ")}`;
    pass.problems.push(describeType(nameOf(where), expected, list[wrong], where));
    return;
  }
  const identity = (item: unknown) =>
    keyOf(keys.map((key) => (isMapping(item) && Object.hasOwn(item, key) ? [item[key]] : [])));
  reportTwice(list, list.map(identity), path, pass, (index) => {
    const item = list[index];
    const named = keys.map(
      (key) =>
        `${key} ${isMapping(item) && Object.hasOwn(item, key) ? quote(item[key]) : "not set"}`,
    );
    return `${nameOf(path)} holds two items with ${named.join(", ")}`;
  });
}

function reportTwice(
  list: readonly unknown[],
  identities: readonly string[],
  path: Path,
  pass: Pass,
  message: (index: number) => string,
): void {
  if (list.length < 2) return;
  const times = new Map<string, number>();
  for (const [index, identity] of identities.entries()) {
    const seen = times.get(identity) ?? 0;
    times.set(identity, seen + 1);
    if (seen === 1)
      pass.problems.push({
        rule: rule.name,
        severity: rule.severity,
        message: message(index),
        path: [...path, index],
      });
  }
}

/** A text that is the same for equal values: keys sorted, numbers by value. */
function keyOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) => {
    if (typeof part === "bigint") return `integer ${part}`;
    if (typeof part === "string") return `string ${part}`;
    if (!isMapping(part)) return part;
    return Object.fromEntries(
      Object.entries(part).sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  });
}
