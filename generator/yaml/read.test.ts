import { expect, test } from "vitest";
import { readYaml } from "./read.ts";

const valuesOf = (text: string) =>
  readYaml("f.yaml", text).documents.map((document) => document.value);
const problemsOf = (text: string) =>
  readYaml("f.yaml", text).documents.flatMap((document) =>
    document.problems.map(({ rule, at }) => `${at.line}:${at.column} ${rule}`),
  );

test("splits at column-0 dashes, counts empty documents, leaves them out", () => {
  const { documents } = readYaml("f.yaml", "---\na: 1\n---\n# only a comment\n---\nb: 2\n");
  expect(documents.map(({ index, value }) => [index, value])).toEqual([
    [0, { a: 1 }],
    [2, { b: 2 }],
  ]);
});

test("refuses content on the separator line", () => {
  expect(problemsOf("a: 1\n--- {b: 2}\n")).toEqual(["2:5 yaml/separator-content"]);
  expect(problemsOf("a: 1\n--- # fine\nb: 2\n")).toEqual([]);
});

test("reads scalars as YAML 1.1", () => {
  expect(
    valuesOf(
      "[yes, 'yes', oN, 014, 0o14, 0b11, 1_000, 1e3, 12:30:45, 2001-01-01, ~, 9223372036854775807]",
    ),
  ).toEqual([
    [
      true,
      "yes",
      "oN",
      12,
      12,
      3,
      1000,
      1000,
      "12:30:45",
      "2001-01-01",
      null,
      9223372036854775807n,
    ],
  ]);
});

test("finds duplicate keys at the second, and collisions", () => {
  const [document] = readYaml("f.yaml", "a:\n  b: 1\n  b: 2\n").documents;
  expect(document?.value).toEqual({ a: { b: 2 } });
  expect(document?.problems).toMatchObject([
    { rule: "yaml/duplicate-key", path: ["a", "b"], at: { line: 3, column: 3 } },
  ]);
  expect(document?.problems[0]?.message).toContain("(line 2)");
  expect(problemsOf('on: a\n"true": b\n')).toEqual(["2:1 yaml/key-collision"]);
  expect(problemsOf("x: {<<: {a: b}, a: c}\n")).toEqual(["1:17 yaml/duplicate-key"]);
  const overrides = (text: string) =>
    readYaml("f.yaml", text).documents[0]?.problems.map((problem) => problem.overridesMerge);
  expect(overrides("x: {<<: {a: b}, a: c, a: d}\n")).toEqual([true, undefined]);
});

test("refuses null and collection keys, keeps number keys", () => {
  expect(problemsOf("~: 1\n")).toEqual(["1:1 yaml/bad-key"]);
  expect(problemsOf("[a]: 1\n")).toEqual(["1:1 yaml/bad-key"]);
  expect(valuesOf("8080: a\n1e6: b\n")).toEqual([{ "8080": "a", "1e+06": "b" }]);
});

test("locates keys and values; the nearest ancestor of what is absent", () => {
  const [document] = readYaml("f.yaml", "# c\nspec:\n  hosts:\n  - a.b\n  empty:\n").documents;
  const at = (path: (string | number)[], part?: "key" | "value") => {
    const { line, column, endColumn } = document!.locate(path, part);
    return [line, column, endColumn];
  };
  expect(at(["spec", "hosts", 0])).toEqual([4, 5, 8]);
  expect(at(["spec", "hosts"])).toEqual([3, 3, 8]);
  expect(at(["spec", "hosts"], "key")).toEqual([3, 3, 8]);
  expect(at(["spec", "nothing", "here"])).toEqual([2, 1, 5]);
  expect(at(["spec", "empty"])).toEqual([5, 3, 8]);
  expect(at([])).toEqual([2, 1, 5]);
});
