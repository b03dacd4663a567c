import { asText, isMapping } from "../../../core/json.ts";
import { compilePattern } from "../../../schema/pattern.ts";
import type { Path } from "../../../core/path.ts";

/**
 * Splits a replacement's field path: `.` separates and may stand before it all, `\.` is a dot, `[name=web]` chooses elements, `[a.b/c]`
 * is one key.
 * @returns the parts, or what is wrong
 */
export function splitFieldPath(path: string): string[] | string {
  const parts: string[] = [];
  const split = path.replace(/^\./, "").split(".");
  const joined: string[] = [];
  for (const part of split) {
    const last = joined.at(-1);
    if (last?.endsWith("\\")) joined[joined.length - 1] = `${last.slice(0, -1)}.${part}`;
    else joined.push(part);
  }
  for (let at = 0; at < joined.length; at++) {
    let part = joined[at]!;
    if (part.startsWith("[") && !part.endsWith("]")) {
      while (at + 1 < joined.length) {
        part += `.${joined[++at]!}`;
        if (part.endsWith("]")) break;
      }
      parts.push(part.includes("=") ? part : part.replace(/^[[\]]+|[[\]]+$/g, ""));
    } else parts.push(part);
    if (part.startsWith("[") && part.endsWith("]") && joined[at] === part && !part.includes("="))
      return `${part} must be [field=value]`;
  }
  return parts;
}

/**
 * Finds the fields that a replacement's path means. With `create`, missing ones are included where kustomize would make them.
 * @param create the value that will be written; undefined finds existing fields only
 * @returns the paths, or why the object cannot have such a field
 */
export function findPaths(
  data: unknown,
  parts: readonly string[],
  create: unknown,
): Path[] | string {
  const found: Path[] = [];
  let wrong: string | undefined;
  const walk = (value: unknown, at: number, path: Path): void => {
    if (at === parts.length) {
      found.push(path);
      return;
    }
    const part = parts[at]!;
    const fresh = value === undefined || (value === null && create !== undefined);
    if (/^\d+$/.test(part)) {
      const index = Number(part);
      if (!Array.isArray(value) && !fresh) wrong ??= `${path.join(".")} is no list`;
      else if (index < (Array.isArray(value) ? value.length : 0))
        walk((value as unknown[])[index], at + 1, [...path, index]);
      else if (create !== undefined && index === (Array.isArray(value) ? value.length : 0))
        walk(undefined, at + 1, [...path, index]);
      else wrong ??= `${path.join(".")} has no element ${index}`;
    } else if (part.startsWith("[") && part.endsWith("]")) walkMatching(value, part, at, path);
    else if (part === "*") {
      if (Array.isArray(value))
        value.forEach((element, index) => walk(element, at + 1, [...path, index]));
      else wrong ??= `${path.join(".")} is no list`;
    } else if (isMapping(value)) {
      if (Object.hasOwn(value, part)) walk(value[part], at + 1, [...path, part]);
      else if (create !== undefined) walk(undefined, at + 1, [...path, part]);
    } else if (fresh && create !== undefined) walk(undefined, at + 1, [...path, part]);
    else if (value !== null && value !== undefined) wrong ??= `${path.join(".")} is no mapping`;
  };
  const walkMatching = (value: unknown, part: string, at: number, path: Path): void => {
    const equals = part.indexOf("=");
    const field = part.slice(1, equals);
    if (!Array.isArray(value)) {
      if (value !== undefined && value !== null) wrong ??= `${path.join(".")} is no list`;
      return;
    }
    const expression = compilePattern(part.slice(equals + 1, -1));
    if (!expression) {
      wrong ??= `${part} holds no regular expression`;
      return;
    }
    value.forEach((element, index) => {
      const text = field === "" ? element : isMapping(element) ? element[field] : undefined;
      if (text !== undefined && typeof text !== "object" && expression.test(asText(text)))
        walk(element, at + 1, [...path, index]);
    });
  };
  walk(data, 0, []);
  return wrong ?? found;
}
