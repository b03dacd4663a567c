import { expect, test } from "vitest";
import { readComments } from "./comments.ts";

const found = (text: string, containing?: string) =>
  readComments(text, containing).map(({ line, column, text: comment, ownLine }) => [
    line,
    column,
    comment,
    ownLine,
  ]);

test("finds comments on their own line and behind values", () => {
  expect(found("# one\na: 1 # two\n---\n  #three\r\nb: 2\n")).toEqual([
    [1, 1, "one", true],
    [2, 6, "two", false],
    [4, 3, "three", true],
  ]);
});

test("finds them behind a byte order mark", () => {
  expect(found("\ufeff# one\na: |\n  # no\n")).toEqual([[1, 2, "one", true]]);
});

test("is not fooled by quotes, block scalars and words", () => {
  const text =
    "a: \"x # no\n  # no\"\nb: 'it''s # no'\nc: a#no\nd: |\n  # no\n\n  # no\ne: [a, # yes\n  b]\nf: text\n # yes\n";
  expect(found(text)).toEqual([
    [9, 8, "yes", false],
    [12, 2, "yes", true],
  ]);
});

test("leaves JSON and files without the text alone", () => {
  expect(found('{"a": "# no"}\n')).toEqual([]);
  expect(found("# other\n# meshwright-disable-next-line a -- b\n", "meshwright-")).toEqual([
    [2, 1, "meshwright-disable-next-line a -- b", true],
  ]);
});

test("goes on behind a syntax error", () => {
  expect(found("a: @\n# yes\n")).toEqual([[2, 1, "yes", true]]);
});
