import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { packSource, SHIPPED_PACKS } from "../disk/packs.ts";
import { lintTree } from "./engine.ts";
import { REMOVED } from "./removed-versions-data.ts";

const packs = packSource(SHIPPED_PACKS);

function findings(apiVersion: string, kind: string): string[] {
  const text = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\n`;
  return lintTree({ tree: new Map([["a.yaml", text]]), schemas: [packs], rules: [] })
    .findings.filter(({ rule }) => rule === "schema/unknown-kind" || rule === "schema/unchecked")
    .map(({ rule, severity, message }) => `${severity} ${rule.slice(7)}: ${message}`);
}

test.each([
  ["apps/v1", "Deploymnt", /^error unknown-kind: .*did you mean "Deployment"\?$/],
  ["v1", "Pdo", /^error unknown-kind: .*did you mean "Pod"\?$/],
  ["apps/v2", "Deployment", /^error unknown-kind: .*; write "apps\/v1"$/],
  [
    "extensions/v1beta1",
    "Ingress",
    /^error unknown-kind: Kubernetes 1\.22 .*"networking\.k8s\.io\/v1"$/,
  ],
  ["policy/v1beta1", "PodSecurityPolicy", /^error unknown-kind: .*nothing to take its place$/],
  [
    "networking.istio.io/v1alpha2",
    "Gateway",
    /^warning unknown-kind: .*"networking\.istio\.io\/v1"/,
  ],
  ["example.com/v1", "Anything", /^info unchecked: /],
  ["v1", "Config", /^info unchecked: /],
  ["helm.toolkit.fluxcd.io/v2beta1", "HelmRelease", /^info unchecked: /],
])("%s %s", (apiVersion, kind, expected) => {
  expect(findings(apiVersion, kind)).toEqual([expect.stringMatching(expected)]);
});

test.each([
  ["v1", "List"],
  ["apps/v1", "DeploymentList"],
])("%s %s is a list of others", (apiVersion, kind) => {
  expect(findings(apiVersion, kind).filter((line) => line.startsWith("error"))).toEqual([]);
});

test("what takes the place of a removed version is served", () => {
  const gone = Object.entries(REMOVED).flatMap(([name, { instead }]) => {
    const kind = name.split(" ")[1]!;
    const [group, version] = instead?.split("/") ?? [];
    return group === undefined || packs.find(group, version!, kind) ? [] : [name];
  });
  expect(gone).toEqual([]);
});

test("no removed version is in a pack", () => {
  const served = Object.keys(REMOVED).filter((name) => {
    const [apiVersion = "", kind = ""] = name.split(" ");
    const [group = "", version = ""] = apiVersion.split("/");
    return packs.find(group, version, kind) !== undefined;
  });
  expect(served).toEqual([]);
});

test("a pack lists the kinds of each group that it holds", () => {
  const groups = readdirSync(SHIPPED_PACKS).filter((name) => name.endsWith(".k8s.io"));
  const empty = groups.filter((group) => (packs.kinds?.(group) ?? []).length === 0);
  expect(empty).toEqual([]);
  expect(packs.kinds?.("")).toContainEqual({ version: "v1", kind: "Pod", builtIn: true });
  expect(packs.kinds?.("no.such.group")).toEqual([]);
});

test("the metadata of a kind without a schema is checked all the same, unless it can be no kind of a cluster", () => {
  const text = (apiVersion: string) =>
    `apiVersion: ${apiVersion}\nkind: Widget\nmetadata:\n  name: web\n  labels: { team: 5 }\n`;
  const rulesOf = (apiVersion: string) =>
    lintTree({ tree: new Map([["a.yaml", text(apiVersion)]]), schemas: [] }).findings.map(
      ({ rule, at }) => `${at.line} ${rule}`,
    );
  expect(rulesOf("example.com/v1")).toEqual(["2 schema/unchecked", "5 schema/type"]);
  expect(rulesOf("widgets/v1")).toEqual(["2 schema/unchecked"]);
});
