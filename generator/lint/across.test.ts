import { expect, test } from "vitest";
import type { Rule } from "../core/rule.ts";
import { lintTree } from "./engine.ts";

const map = (value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: shared\n  namespace: shop\ndata:\n  key: ${value}\n`;
const tree = new Map([
  ["east/map.yaml", map("a")],
  ["west/map.yaml", map("b")],
  ["north/map.yaml", map("a")],
]);

/** Tells of each world whose ConfigMap differs from the first one's. */
const differ: Rule = {
  name: "test/differ",
  severity: "warning",
  summary: "ConfigMaps are the same in all clusters",
  scope: "repository",
  check({ worlds, report }) {
    const [first, ...others] = worlds.flatMap(({ builds }) => builds.flatMap((b) => b.resources));
    const text = JSON.stringify(first!.data);
    for (const resource of others) {
      if (JSON.stringify(resource.data) === text) continue;
      const related = [{ message: "the first one", at: first!.locate([]) }];
      report({ resource, path: ["data"], message: `differs among ${worlds.length}`, related });
    }
  },
};

function lint(files: ReadonlyMap<string, string>, only?: readonly string[]): string[] {
  const { findings } = lintTree({
    tree: files,
    schemas: [],
    rules: [differ],
    only: only && new Set(only),
  });
  return findings
    .filter(({ rule }) => rule === differ.name)
    .map(({ at, message }) => `${at.file}:${at.line} ${message}`);
}

test("a rule of the repository runs once, over all clusters", () => {
  expect(lint(tree)).toEqual(["west/map.yaml:6 differs among 3"]);
});

test("a change shows what it has to do with, on either side", () => {
  expect(lint(tree, ["west/map.yaml"])).toHaveLength(1);
  expect(lint(tree, ["east/map.yaml"])).toHaveLength(1);
  expect(lint(tree, ["north/map.yaml"])).toEqual([]);
});

test("what follows from a mistake that is told is not told", () => {
  const broken = map("b").replace("  name: shared", "  name: shared\n  name: other");
  expect(lint(new Map([...tree, ["west/map.yaml", broken]]))).toEqual([]);
});

test("one cluster has nothing to agree with", () => {
  expect(lint(new Map([["west/map.yaml", map("b")]]))).toEqual([]);
});
