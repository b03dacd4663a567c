import { expect, test } from "vitest";
import { lintTree } from "./engine.ts";

const files = {
  ".sops.yaml": "creation_rules:\n  - path_regex: .*\n    age: x\n    age: y\n",
  "renovate.json": '{"extends": ["x"], "a": yes,}\n',
  ".github/workflows/check.yml": 'on: push\njobs: {a: {steps: [{run: "${{ x }}"}]}}\non: pull\n',
  "docker-compose.yaml": "services:\n\tweb: {}\n",
  ".pre-commit-config.yaml": "repos: [\n",
  "kind.yaml": "kind: Cluster\nname: x\n",
};

test.each(Object.entries(files))(
  "%s is no business of lint, however it is written",
  (path, text) => {
    expect(lintTree({ tree: new Map([[path, text]]), schemas: [] }).findings).toEqual([]);
  },
);

test("the same mistake in a manifest is", () => {
  const text = "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: {}\ndata: {}\n";
  expect(
    lintTree({ tree: new Map([["a.yaml", text]]), schemas: [] }).findings.map(({ rule }) => rule),
  ).toContain("yaml/duplicate-key");
});
