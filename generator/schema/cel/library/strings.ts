import { CelError, noOverload } from "../error.ts";
import { isList, isStruct, type Value } from "../values.ts";
import { formatText } from "./formatting.ts";
import { quoteText } from "./quote.ts";
import type { CelFunction, CelMethod } from "./index.ts";

/** `size(x)`; strings count code points. */
export function sizeOf(value: Value): bigint {
  if (typeof value === "string") return BigInt(lengthOf(value));
  if (isList(value) || value instanceof Uint8Array) return BigInt(value.length);
  if (value instanceof Map) return BigInt(value.size);
  throw noOverload("size");
}

function lengthOf(text: string): number {
  let total = 0;
  for (const _ of text) total++;
  return total;
}

export const stringFunctions: Readonly<Record<string, CelFunction>> = {
  "strings.quote": ([text]) => quoteText(textOf(text, "quote")),
};

/** Methods of cel-go's string extension, version 2; positions count code points. */
export const stringMethods: Readonly<Record<string, CelMethod>> = {
  size: (receiver) => (isStruct(receiver) ? undefined : sizeOf(receiver)),
  startsWith: on((text, [other]) => text.startsWith(textOf(other, "startsWith"))),
  endsWith: on((text, [other]) => text.endsWith(textOf(other, "endsWith"))),
  contains: on((text, [other]) => text.includes(textOf(other, "contains"))),
  charAt: on((text, [position]) => {
    const points = [...text];
    const at = Number(intOf(position, "charAt"));
    if (at < 0 || at > points.length) throw new CelError(`index out of range: ${at}`);
    return points[at] ?? "";
  }),
  indexOf: on((text, [other, from]) => {
    const points = [...text];
    const wanted = [...textOf(other, "indexOf")];
    const start = from === undefined ? 0 : positionOf(from, "indexOf");
    if (wanted.length === 0) return BigInt(Math.min(start, points.length));
    return BigInt(find(points, wanted, start, 1));
  }),
  lastIndexOf: on((text, [other, from]) => {
    const points = [...text];
    const wanted = [...textOf(other, "lastIndexOf")];
    const start = from === undefined ? points.length : positionOf(from, "lastIndexOf");
    if (wanted.length === 0) return BigInt(Math.min(start, points.length));
    if (from !== undefined && start >= points.length) return -1n;
    return BigInt(find(points, wanted, Math.min(start, points.length - wanted.length), -1));
  }),
  substring: on((text, [from, to]) => {
    const points = [...text];
    const start = Number(intOf(from, "substring"));
    const end = to === undefined ? points.length : Number(intOf(to, "substring"));
    if (start < 0 || end > points.length || start > end)
      throw new CelError(`index out of range: ${start}, ${end}`);
    return points.slice(start, end).join("");
  }),
  lowerAscii: on((text) => text.replaceAll(/[A-Z]+/g, (part) => part.toLowerCase())),
  upperAscii: on((text) => text.replaceAll(/[a-z]+/g, (part) => part.toUpperCase())),
  trim: on((text) => text.replaceAll(/^[\s\u0085]+|[\s\u0085]+$/g, "")),
  replace: on((text, [from, to, limit]) => {
    const count = limit === undefined ? -1n : intOf(limit, "replace");
    return replaceText(text, textOf(from, "replace"), textOf(to, "replace"), Number(count));
  }),
  split: on((text, [separator, limit]) =>
    splitText(
      text,
      textOf(separator, "split"),
      limit === undefined ? -1 : Number(intOf(limit, "split")),
    ),
  ),
  format: on((text, [values]) => {
    if (!isList(values!)) throw noOverload("format");
    return formatText(text, values);
  }),
  join: (receiver, [separator]) => {
    if (!isList(receiver)) return undefined;
    return receiver
      .map((item) => textOf(item, "join"))
      .join(separator === undefined ? "" : textOf(separator, "join"));
  },
};

function on(method: (text: string, args: readonly Value[]) => Value): CelMethod {
  return (receiver, args) => (typeof receiver === "string" ? method(receiver, args) : undefined);
}

function textOf(value: Value | undefined, name: string): string {
  if (typeof value === "string") return value;
  throw noOverload(name);
}

function intOf(value: Value | undefined, name: string): bigint {
  if (typeof value === "bigint") return value;
  throw noOverload(name);
}

function positionOf(value: Value, name: string): number {
  const position = Number(intOf(value, name));
  if (position < 0) throw new CelError(`index out of range: ${position}`);
  return position;
}

function find(
  points: readonly string[],
  wanted: readonly string[],
  start: number,
  step: 1 | -1,
): number {
  for (let at = start; at >= 0 && at + wanted.length <= points.length; at += step) {
    if (wanted.every((point, offset) => points[at + offset] === point)) return at;
  }
  return -1;
}

function replaceText(text: string, from: string, to: string, limit: number): string {
  if (limit < 0)
    return from === ""
      ? `${to}${[...text].map((point) => `${point}${to}`).join("")}`
      : text.replaceAll(from, () => to);
  let rest = text;
  let done = "";
  for (let count = 0; count < limit; count++) {
    const at = rest.indexOf(from);
    if (at < 0) break;
    const step = from === "" ? ([...rest][0]?.length ?? 0) : 0;
    done += rest.slice(0, at) + to + rest.slice(at, at + step);
    rest = rest.slice(at + from.length + step);
    if (from === "" && step === 0) break;
  }
  return done + rest;
}

function splitText(text: string, separator: string, limit: number): string[] {
  if (limit === 0) return [];
  const parts = separator === "" ? [...text] : text.split(separator);
  if (limit < 0 || parts.length <= limit) return parts;
  return [...parts.slice(0, limit - 1), parts.slice(limit - 1).join(separator)];
}
