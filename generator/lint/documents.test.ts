import { expect, test } from "vitest";
import { lintTree } from "./engine.ts";

const files = {
  ".sops.yaml": "creation_rules:\n  - path_regex: .*\n    age: x\n    age: y\n",
  "renovate.json": '{"extends": ["x"], "a": yes,}\n',
  ".github/workflows/check.yml": 'on: push\njobs: {a: {steps: [{run: "${{ x }}"}]}}\non: pull\n',
  "docker-compose.yaml": "services:\n\tweb: {}\n",
  ".pre-commit-config.yaml": "repos: [\n",
  "template.yaml":
    "apiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec:\n  clusterIP: {SERVICE_PREFIX}.16\n",
  "kind.yaml": "kind: Cluster\nname: x\n",
  "app.ftl.yaml":
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n<#if mail??>\n  namespace: b\n</#if>\n",
  "leave-out.yaml": "$patch: delete\napiVersion: batch/v1\nkind: Job\nmetadata: { name: a }\n",
  "metadata.yaml":
    "apiVersion: clusterctl.cluster.x-k8s.io/v1alpha3\nkind: Metadata\nreleaseSeries: [{ major: 1, minor: 2, contract: v1beta1 }]\n",
  "catalog-info.yaml":
    "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: a, title: A }\n",
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

test("a manifest that lost the colon behind a key cannot be read, and is one still", () => {
  const rules = (text: string) =>
    lintTree({ tree: new Map([["a.yaml", text]]), schemas: [] }).findings.map(({ rule }) => rule);
  expect(rules("apiVersion: v1\nkind ConfigMap\nmetadata:\n  name: a\n")).toEqual(["yaml/syntax"]);
  expect(rules("apiVersion: v2\nname chart\nversion: 1.0.0\n")).toEqual([]);
});

test("the metadata of a kind without a schema is checked as that of any object", () => {
  const rules = (metadata: string) =>
    lintTree({
      tree: new Map([
        ["a.yaml", `apiVersion: example.com/v1\nkind: Widget\nmetadata: ${metadata}\n`],
      ]),
      schemas: [],
    }).findings.flatMap(({ rule, severity, path }) =>
      severity === "error" ? [`${rule} ${path?.slice(1).join("/")}`] : [],
    );
  expect(rules("{ name: A_b:c, namespace: any, labels: { a/b: c.d } }")).toEqual([]);
  expect(rules("{ labels: { a b: x, c: y z } }")).toEqual([
    "schema/metadata labels/a b",
    "schema/metadata labels/c",
  ]);
  expect(rules("{ name: a/b, annotations: { /c: d }, finalizers: [e f] }")).toEqual([
    "schema/metadata name",
    "schema/metadata annotations//c",
    "schema/metadata finalizers/0",
  ]);
  expect(rules("{ name: a, lables: {} }")).toEqual(["schema/unknown-field lables"]);
  expect(rules("{ name: a/b, region: west, labels: { c: y z } }")).toEqual([]);
});
