import { expect, test } from "vitest";
import { readYaml } from "../../read.ts";
import { MAX_DOCUMENT_LENGTH, MAX_LENGTH, rule } from "./rule.ts";

const small = "a: 1\n";
/** Text of a length that only comments fill. */
const ofLength = (length: number) => small + "#".repeat(length - small.length);
/** A document of a length with a tag, which asks for the reader of all YAML. */
const unusual = (length: number) => {
  const start = "a: !!str ";
  return `${start}${"b".repeat(length - start.length - 1)}\n`;
};
const found = (text: string) => {
  const { documents, problems } = readYaml("f.yaml", text);
  return {
    read: documents.filter(({ value }) => value !== undefined).length,
    problems: [...problems, ...documents.flatMap((document) => document.problems)],
  };
};

test("a file as long as the limit is read, one that is longer is not, not even in part", () => {
  expect(found(ofLength(MAX_LENGTH))).toEqual({ read: 1, problems: [] });
  const message = `the file holds ${MAX_LENGTH + 1} characters and is not checked, the limit is ${MAX_LENGTH}; split it`;
  const at = { file: "f.yaml", line: 1, column: 1 };
  expect(found(ofLength(MAX_LENGTH + 1))).toEqual({
    read: 0,
    problems: [{ rule: rule.name, severity: "error", message, at }],
  });
});

test("a document as long as the limit is read; a longer one is not, and those around it are", () => {
  expect(found(unusual(MAX_DOCUMENT_LENGTH))).toEqual({ read: 1, problems: [] });
  const { read, problems } = found(
    `${small}---\n${unusual(MAX_DOCUMENT_LENGTH + 1)}---\nb: !!int 2\n`,
  );
  expect(read).toBe(2);
  expect(problems).toMatchObject([
    { rule: rule.name, severity: "error", at: { line: 3, column: 1 } },
  ]);
});

test("plain block style is read at any length that a file may have", () => {
  const value = "b".repeat(1000);
  const lines = Array.from({ length: 4200 }, (_, index) => `  key-${index}: ${value}\n`);
  const text = `a:\n${lines.join("")}`;
  expect(text.length).toBeGreaterThan(MAX_DOCUMENT_LENGTH);
  expect(found(text)).toEqual({ read: 1, problems: [] });
});
