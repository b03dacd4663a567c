import { describe, expect, test } from "vitest";
import type { GroupStep } from "../core/finding.ts";
import { applyFixes } from "./edit.ts";

const group = (text: string, ...steps: GroupStep[]) =>
  applyFixes(text, [{ op: "group", document: 0, path: steps[0]!.path.slice(0, 1), steps }]);

describe("a mapping that becomes an item", () => {
  const wrapped = (text: string) =>
    group(
      text,
      { op: "wrap", path: ["old"], key: "pairs", beside: { all: true }, list: true },
      { op: "join", path: ["old"], to: "new", at: "end" },
    ).text;

  test.each([
    ["old: {a: b, c: d} # x\n", "new:\n  - all: true\n    pairs: {a: b, c: d} # x\n"],
    [
      "old: {a: b,\n  c: d} # x\nz:\n- 1\n",
      "new:\n- all: true\n  pairs: {a: b,\n    c: d} # x\nz:\n- 1\n",
    ],
    ["old:\n  {a: b,\n   c: d}\n", "new:\n  - all: true\n    pairs:\n      {a: b,\n       c: d}\n"],
    ["old: &l\n  a: b\nz: *l\n", "new:\n  - all: true\n    pairs: &l\n      a: b\nz: *l\n"],
    ["z: &l {a: b}\nold: *l", "z: &l {a: b}\nnew:\n  - all: true\n    pairs: *l"],
    ['{"old": {"a": "b"}}', '{"new": [{"all": true, "pairs": {"a": "b"}}]}'],
    ["{old: {a: b}, new: [{c: d}]}", "{new: [{c: d}, {all: true, pairs: {a: b}}]}"],
    [
      "\ufeffold:\r\n    a: b # d\r\nnew: [{c: d}] # t\r\n",
      "\ufeffnew: # t\r\n  - {c: d}\r\n  - all: true\r\n    pairs:\r\n      a: b # d\r\n",
    ],
  ])("of %j", (before, after) => {
    expect(wrapped(before)).toBe(after);
  });
});

describe("lists that are joined", () => {
  const joined = (text: string, at: "start" | "end" = "end") =>
    group(text, { op: "join", path: ["old"], to: "new", at });

  test.each([
    ["new: [a]\nold:\n- b\n", "new: [a, b]\n"],
    ["new: [a] # n\nold:\n- b # x\n", "new: # n\n- a\n- b # x\n"],
    [
      "old: [b, c] # x\nnew:\n# first\n- a\n  # deep\n",
      "new:\n# first\n- a\n  # deep\n# x\n- b\n- c\n",
    ],
    ["new:\n- a\n\nold:\n# b\n- b\n\n\nz: 1\n", "new:\n- a\n# b\n- b\n\nz: 1\n"],
    ["new:\n- a\nold:\n    - |\n      x\n\n       y", "new:\n- a\n- |\n  x\n\n   y"],
    ["new: []\nold: [b]\n", "new: [b]\n"],
    ["new:\nold:\n- b\n", "new:\n- b\n"],
    ['{"old": ["b"], "new": ["a"]}', '{"new": ["a", "b"]}'],
  ])("of %j", (before, after) => {
    expect(joined(before)).toEqual({ text: after, skipped: [] });
  });

  test("start before the others where they are asked to", () => {
    expect(joined("new: [a]\nold: [b, c]\n", "start").text).toBe("new: [b, c, a]\n");
    expect(joined("new:\n  # a\n  - a\nold:\n- b\n", "start").text).toBe(
      "new:\n  # a\n  - b\n  - a\n",
    );
  });

  test.each([
    ["a comment would be lost", "old: [\n  b, # x\n  c]\nnew:\n- a\n"],
    ["a comment of an empty list would be lost", "new: [] # none\nold:\n- b\n"],
    ["an anchor would be lost", "old: &o [b]\nnew: [a]\nz: *o\n"],
    ["the other is no list", "old: [b]\nnew: a\n"],
  ])("stay as they are where %s", (_, text) => {
    expect(joined(text)).toMatchObject({ text, skipped: [{}] });
  });
});

test("an item that is written anew leaves its comments above", () => {
  expect(
    group("l:\n  # one\n  - a: 1 # a\n    # b\n    b: 2 # c\n  - 5\n", {
      op: "rewrite",
      path: ["l", 0],
      to: { x: { z: 1 } },
    }).text,
  ).toBe("l:\n  # one\n  # a\n  # b\n  - x:\n      z: 1 # c\n  - 5\n");
  const text = "l: [{a: 1, # a\n  b: 2}]\n";
  expect(group(text, { op: "rewrite", path: ["l", 0], to: 1 }).text).toBe(text);
});

test("of a group that cannot be made whole nothing is made", () => {
  const text = "a: [x]\nb: [y]\n";
  const step: GroupStep = { op: "wrap", path: ["a", 0], key: "k" };
  expect(group(text, step).text).toBe("a: [{k: x}]\nb: [y]\n");
  expect(group(text, step, { op: "join", path: ["c"], to: "b", at: "end" })).toMatchObject({
    text,
    skipped: [{ reason: "there is no plain way to change /c" }],
  });
});

test("a group waits where another fix has changed what it is about", () => {
  const text = "a: [on]\nb: [y]\n";
  const result = applyFixes(text, [
    {
      op: "group",
      document: 0,
      path: ["a"],
      steps: [{ op: "join", path: ["a"], to: "b", at: "end" }],
    },
    { op: "quote", document: 0, path: ["a", 0] },
  ]);
  expect(result).toMatchObject({
    text: 'a: ["on"]\nb: [y]\n',
    skipped: [{ reason: "another fix changed it" }],
  });
});
