import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { printScalar, printYaml } from "./print.ts";

const readers = [
  (text: string): unknown => parse(text, { version: "1.2" }),
  (text: string): unknown => parse(text, { version: "1.1", merge: false }),
];

/** Strings that YAML is known to read as something else, and what breaks naive printers. */
const hard = [
  "",
  " ",
  "yes",
  "No",
  "y",
  "on",
  "null",
  "~",
  "0755",
  "0o14",
  "1e3",
  "1_000",
  "0x1F",
  ".5",
  "-.inf",
  ".nan",
  "12:30:45",
  "2001-12-14",
]
  .concat([
    "a: b",
    "a #b",
    "- a",
    "? a",
    "#",
    '"#',
    "{{",
    "${x}",
    "{a}",
    "[a]",
    "*",
    "&a",
    "!a",
    "|",
    ">",
    "%a",
    "@a",
    "`a",
    "=",
    "<<",
    "---",
    "...",
  ])
  .concat([
    "a\nb",
    "a\n\nb\n",
    " a\nb",
    "a \nb",
    "a\n---\nb",
    "\n",
    "a\n",
    "\u0085",
    "a\u2028b",
    "\ufeff",
    "\t",
    "\u0000",
    "😀",
    "__proto__",
  ]);

const text = fc.oneof(
  fc.constantFrom(...hard),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
  fc.stringMatching(/^[\x20-\x7e\n]*$/),
);

test("every string reads back as itself, under YAML 1.1 and 1.2, as a value, an item and a key", () => {
  fc.assert(
    fc.property(text, (value) => {
      const data = { key: value, list: [value, { nested: value }] };
      for (const read of readers) {
        expect(read(printYaml(data))).toEqual(data);
        expect(read(`a: ${printScalar(value)}\nb: 1\n`)).toEqual({ a: value, b: 1 });
        expect(
          new Map(Object.entries(read(`${printScalar(value)}: 1\n`) as object)).get(value),
        ).toBe(1);
      }
    }),
    { numRuns: 2000 },
  );
});

test("any JSON value reads back as itself at any indentation", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), fc.nat(6), (value, indent) => {
      const data = { key: Object.is(value, -0) ? 0 : value };
      const printed = " ".repeat(indent) + printYaml(data, indent);
      expect(JSON.stringify(parse(printed))).toBe(JSON.stringify(data));
    }),
  );
});

test("prints as a person writes", () => {
  const data = {
    name: "http",
    hosts: ["*.example.com", "a.b"],
    port: 80,
    at: "10m",
    version: "1.31.1",
    minor: "1.36",
    text: "one\ntwo\n",
  };
  expect(printYaml({ ...data, none: {}, gone: undefined, deep: [{ a: 1, b: [2] }] })).toBe(
    'name: http\nhosts:\n  - "*.example.com"\n  - a.b\nport: 80\nat: 10m\nversion: 1.31.1\nminor: "1.36"\ntext: |\n  one\n  two\n' +
      "none: {}\ndeep:\n  - a: 1\n    b:\n      - 2",
  );
});

test("a number that JSON cannot hold is a bug of the caller", () => {
  expect(() => printScalar(Number.NaN)).toThrow(TypeError);
});
