import { describe, expect, test } from "vitest";
import { nameFault } from "./names.ts";
import { createValidator } from "./validate.ts";

const schema = { type: "object", properties: {}, "x-meshwright-dialect": "custom" };

function problemsOf(metadata: unknown, scope: "Namespaced" | "Cluster" | undefined = "Namespaced") {
  const validator = createValidator([{ find: () => ({ ...schema, "x-meshwright-scope": scope }) }]);
  return validator.validate({ apiVersion: "a.example.com/v1", kind: "Thing", metadata }).problems;
}

describe("names", () => {
  test.each([
    ["v1", "Service", "1a", true],
    ["v1", "Service", "a.b", false],
    ["v1", "Namespace", "a.b", false],
    ["v1", "ConfigMap", "a.b-c", true],
    ["v1", "ConfigMap", "A", false],
    ["v1", "ConfigMap", "a_b", false],
    ["v1", "ConfigMap", "a".repeat(254), false],
    ["apps/v1", "StatefulSet", "a.b", false],
    ["apps/v1", "Deployment", "a.b", true],
    ["rbac.authorization.k8s.io/v1", "ClusterRole", "system:Node", true],
    ["rbac.authorization.k8s.io/v1", "ClusterRole", "a/b", false],
    ["policy/v1", "PodDisruptionBudget", "A_b", true],
    ["batch/v1", "Job", "a".repeat(63), true],
    ["batch/v1", "Job", "a".repeat(64), false],
    ["batch/v1", "CronJob", "a".repeat(64), true],
  ])("%s %s %s: %s", (apiVersion, kind, name, right) =>
    expect(nameFault(apiVersion, kind, name) === undefined).toBe(right),
  );

  test("are needed, or a prefix for one; a prefix may end in a dash", () => {
    expect(problemsOf({})).toMatchObject([{ rule: "schema/required", path: ["metadata", "name"] }]);
    expect(problemsOf({ generateName: "foo-" })).toEqual([]);
    expect(problemsOf({ generateName: "foo_" })).toMatchObject([
      { rule: "schema/metadata", path: ["metadata", "generateName"] },
    ]);
    expect(problemsOf({ name: "foo", generateName: "foo_" })).toMatchObject([
      { rule: "schema/metadata", path: ["metadata", "generateName"] },
    ]);
    expect(nameFault("batch/v1", "Job", "a".repeat(64), true)).toBeUndefined();
  });

  test("are not needed in files that are no cluster objects", () => {
    const validator = createValidator([
      { find: () => ({ ...schema, "x-meshwright-dialect": "native" }) },
    ]);
    expect(validator.validate({ apiVersion: "a.example.com/v1", kind: "Thing" }).problems).toEqual(
      [],
    );
  });
});

describe("namespaces", () => {
  test("are labels", () =>
    expect(problemsOf({ name: "a", namespace: "A.b" })).toMatchObject([
      { rule: "schema/metadata" },
    ]));
  test("of cluster-scoped kinds are ignored, with a warning", () => {
    expect(problemsOf({ name: "a", namespace: "b" }, "Cluster")).toMatchObject([
      { rule: "schema/namespace-ignored", severity: "warning" },
    ]);
  });
});

describe("labels and annotations", () => {
  test.each<[string, object, string[]]>([
    ["a null value", { labels: { a: null } }, []],
    ["a number", { labels: { a: 1 } }, ["schema/type"]],
    ["a boolean", { annotations: { a: true } }, ["schema/type"]],
    ["a value with a space", { labels: { a: "b c" } }, ["schema/metadata"]],
    ["a value of 64 characters", { labels: { a: "b".repeat(64) } }, ["schema/metadata"]],
    ["an empty value", { labels: { a: "" } }, []],
    ["an upper-case prefix of a label", { labels: { "A.b/c": "d" } }, ["schema/metadata"]],
    ["an upper-case prefix of an annotation", { annotations: { "A.b/c": "any text" } }, []],
    ["a key with two slashes", { annotations: { "a/b/c": "" } }, ["schema/metadata"]],
    ["an empty key", { labels: { "": "a" } }, ["schema/metadata"]],
    ["too many bytes", { annotations: { a: "é".repeat(131_072) } }, ["schema/metadata"]],
    ["just as many bytes as fit", { annotations: { aa: "é".repeat(131_071) } }, []],
  ])("%s", (_, metadata, rules) =>
    expect(problemsOf({ name: "a", ...metadata }).map(({ rule }) => rule)).toEqual(rules),
  );

  test("a number can be quoted", () => {
    expect(problemsOf({ name: "a", labels: { version: 1.1 } })).toMatchObject([
      { fix: { op: "quote", path: ["metadata", "labels", "version"] } },
    ]);
  });
});

test.each<[string, object, string[]]>([
  ["a time", { creationTimestamp: "2020-01-01T00:00:00Z" }, []],
  ["no time", { creationTimestamp: null }, []],
  ["a bad time", { creationTimestamp: "yesterday" }, ["schema/type"]],
  ["an empty time", { creationTimestamp: "" }, ["schema/type"]],
  ["a day that is not", { creationTimestamp: "2021-02-29T00:00:00Z" }, ["schema/type"]],
  ["a leap day", { creationTimestamp: "2020-02-29T3:00:00,5+14:00" }, []],
  ["an hour that is not", { creationTimestamp: "2020-01-01T24:00:00Z" }, ["schema/type"]],
  [
    "an owner without uid",
    { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "a" }] },
    ["schema/metadata"],
  ],
  [
    "an unknown field of an owner",
    { ownerReferences: [{ apiVersion: "v1", kind: "Pod", name: "a", uid: "b", extra: 1 }] },
    ["schema/unknown-field"],
  ],
  ["a bad finalizer", { finalizers: ["a b"] }, ["schema/metadata"]],
  ["a finalizer without a domain", { finalizers: ["cleanup"] }, []],
  [
    "an Event as owner",
    { ownerReferences: [{ apiVersion: "v1", kind: "Event", name: "a", uid: "b" }] },
    ["schema/metadata"],
  ],
  [
    "an owner in no version",
    { ownerReferences: [{ apiVersion: "a/b/v1", kind: "Pod", name: "a", uid: "b" }] },
    ["schema/metadata"],
  ],
  ["a generation below zero, which is set anew", { generation: -1 }, []],
  ["metadata that is a list", [], ["schema/type"]],
])("%s", (_, metadata, rules) => {
  const whole = Array.isArray(metadata) ? metadata : { name: "a", ...metadata };
  expect(problemsOf(whole).map(({ rule }) => rule)).toEqual(rules);
});

test("finalizers of built-in kinds need a domain, but for those of Kubernetes", () => {
  const native = {
    ...schema,
    "x-meshwright-dialect": "native",
    "x-meshwright-scope": "Namespaced",
  };
  const validator = createValidator([{ find: () => native }]);
  const judge = (apiVersion: string, ...finalizers: string[]) =>
    validator.validate({ apiVersion, kind: "Thing", metadata: { name: "a", finalizers } }).problems
      .length;
  expect(judge("v1", "orphan", "kubernetes", "example.com/cleanup")).toBe(0);
  expect(judge("v1", "cleanup.example.com")).toBe(1);
  expect(judge("policy/v1", "cleanup")).toBe(0);
});
