import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readYaml } from "./read.ts";
import { yamlRules } from "./rules/index.ts";

function problemsOf(text: string): string[] {
  const { documents, problems } = readYaml("f.yaml", text);
  return [...problems, ...documents.flatMap((document) => document.problems)].map(
    ({ rule, at }) => `${at.line}:${at.column} ${rule}`,
  );
}

describe("each problem has its rule and its place", () => {
  test.each([
    ["a: b: c\n", "1:5 yaml/syntax"],
    ["a:\n  b: 1\n c: 2\n", "3:2 yaml/syntax"],
    ["a: [1, 2\nb: 3\n", "2:2 yaml/syntax"],
    ['a: "b\n', "1:4 yaml/syntax"],
    ['a: "\\q"\n', "1:5 yaml/syntax"],
    ["a: @x\n", "1:4 yaml/syntax"],
    ["a:\n\tb: 1\n", "2:1 yaml/syntax"],
    ["a: 1\nb\n", "2:1 yaml/syntax"],
    ["a: 1\n- b\n", "2:1 yaml/syntax"],
    ["a: |x\n", "1:5 yaml/syntax"],
    ["a: !e!x 1\n", "1:4 yaml/syntax"],
    ["%YAML 1.2\n---\na: 1\n", "1:1 yaml/directive"],
    ["a: \u0007\n", "1:4 yaml/control-character"],
    ["a: \ufffd\n", "1:4 yaml/not-utf8"],
    ['{"a": "x\\ud800y"}\n', "1:9 yaml/not-utf8"],
    ['{"a": "\\udc00"}\n', "1:8 yaml/not-utf8"],
    ["a: .nan\n", "1:4 yaml/non-finite"],
    ["a: !!int x\n", "1:10 yaml/bad-tag"],
    ["a: *x\n", "1:4 yaml/unknown-anchor"],
    ["a: &a [*a]\n", "1:8 yaml/alias-bomb"],
    ["<<: 1\n", "1:5 yaml/bad-merge"],
    ["18446744073709551615: 1\n", "1:1 yaml/bad-key"],
    ["  a: 1\nb: 2\n", "2:1 yaml/ignored-content"],
    ["a: 1\n...\n# c\nb: 2\n", "4:1 yaml/ignored-content"],
    ["--- a\n", "1:5 yaml/separator-content"],
    ['{"a": 1, "a": 2}\n', "1:10 yaml/duplicate-key"],
  ])("%j", (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  test("and every rule is listed", () => {
    const names = yamlRules.map(({ name }) => name);
    expect(names).toEqual(names.toSorted());
    const text = fc.sample(
      fc.string({ unit: fc.constantFrom(..."a1 :-[]{}&*!|>'\"%@#\n\t,?<~.") }),
      2000,
    );
    for (const rule of text.flatMap(problemsOf)) expect(names).toContain(rule.split(" ")[1]);
  });
});

test("both halves of a character, and what only looks like an escape, are no problem", () => {
  expect(problemsOf('{"a": "\\ud83d\\ude00", "b": "\\\\ud800"}\n')).toEqual([]);
});

test("several problems of one document are all told", () => {
  expect(problemsOf("a: .inf\nb: 1\nb: 2\n~: 3\n")).toEqual([
    "1:4 yaml/non-finite",
    "3:1 yaml/duplicate-key",
    "4:1 yaml/bad-key",
  ]);
});

test("a separator in a quoted scalar parts the document all the same", () => {
  expect(problemsOf('a: "x\n---\n"y"\n')).toEqual(["1:4 yaml/syntax"]);
});

test.each([
  ["CRLF", "a: |\r\n  x\r\n  y\r\nb: [1,\r\n 2]\r\n", { a: "x\ny\n", b: [1, 2] }],
  ["BOM", "\ufeffa: 1\n", { a: 1 }],
  ["tags", "a: !custom {b: ! 1}\n", { a: { b: "1" } }],
  ["less indented brackets and quotes", 'a: [\n1\n]\nb: "x\ny"\n', { a: [1], b: "x y" }],
  ["merge keys", "a: &a {x: 1}\nb:\n  <<: *a\n  z: 2\n", { a: { x: 1 }, b: { x: 1, z: 2 } }],
  ["complex keys that are strings", "? a\n: b\n", { a: "b" }],
  ["a missing last newline", "a: |\n  x", { a: "x\n" }],
  ["__proto__ as a key", '{"__proto__": 1}', JSON.parse('{"__proto__": 1}')],
])("accepts %s", (_, text, value) => {
  const file = readYaml("f.yaml", text);
  expect(file.documents.map((document) => document.value)).toEqual([value]);
  expect(problemsOf(text)).toEqual([]);
});

test("reads a stream of JSON values, then YAML", () => {
  const { documents } = readYaml(
    "f.json",
    '{"a": "\\/"}\n{"b": 12345678901234567890}\n---\nc: 1\n',
  );
  expect(documents.map(({ index, value }) => [index, value])).toEqual([
    [0, { a: "/" }],
    [1, { b: 12345678901234567890n }],
    [2, { c: 1 }],
  ]);
});

test.each([
  ["lists", "[".repeat(100_000), "yaml/too-deep"],
  ["mappings", "{a: ".repeat(50_000), "yaml/too-deep"],
  ["dashes", `${"- ".repeat(100_000)}a`, "yaml/too-deep"],
  [
    "indentation",
    Array.from({ length: 1000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n"),
    "yaml/too-deep",
  ],
  ["JSON", `{"a":${"[".repeat(100_000)}`, "yaml/too-deep"],
  [
    "aliases",
    `a0: &a0 x\n${Array.from({ length: 30 }, (_, index) => `a${index + 1}: &a${index + 1} [*a${index}, *a${index}]`).join("\n")}\n`,
    "yaml/alias-bomb",
  ],
])("a bomb of %s ends in one finding at once", (_, text, rule) => {
  const start = performance.now();
  expect(problemsOf(text).map((problem) => problem.split(" ")[1])).toEqual([rule]);
  expect(performance.now() - start).toBeLessThan(5000);
});

test("too much text is not read", () => {
  const { documents, problems } = readYaml("f.yaml", "a: 1\n", { maxLength: 4 });
  expect(documents).toEqual([]);
  expect(problems).toMatchObject([{ rule: "yaml/too-large" }]);
  expect(problemsOf(`a: &x ${"b".repeat(5_000_000)}\n`)).toEqual(["1:1 yaml/too-large"]);
});

test("nothing crashes, and every place lies in the text", () => {
  const unit = fc.constantFrom(
    ..."ab10 :-[]{},&*!|>'\"%@`?~\\#\t\n\r\u0000\u0085\u2028\ufeff.<=é😀",
  );
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 60 }), (text) => {
      const file = readYaml("f.yaml", text);
      const lines = text.split("\n");
      const places = [
        ...file.problems,
        ...file.documents.flatMap((document) => [
          ...document.problems,
          { at: document.locate(["a", 0, "b"]) },
        ]),
      ];
      for (const { at } of places) {
        expect(at.line).toBeLessThanOrEqual(lines.length);
        expect(at.column).toBeLessThanOrEqual(lines[at.line - 1]!.length + 1);
      }
    }),
    { numRuns: 3000 },
  );
});
