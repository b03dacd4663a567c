import { expect, test } from "vitest";
import { packSource, SHIPPED_PACKS } from "../disk/packs.ts";
import { lintTree } from "./engine.ts";

const schemas = [packSource(SHIPPED_PACKS)];

function lint(files: Record<string, string>): string[] {
  const { findings } = lintTree({ tree: new Map(Object.entries(files)), schemas });
  return findings
    .filter(({ severity }) => severity === "error")
    .map(({ rule, at }) => `${at.file}:${at.line} ${rule}`);
}

/** A CRD whose objects have the fields. */
const crd = (plural: string, kind: string, group: string, ...fields: string[]) =>
  `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${plural}.${group}
spec:
  group: ${group}
  scope: Namespaced
  names: { plural: ${plural}, kind: ${kind} }
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema:
          type: object
          properties: { ${fields.map((field) => `${field}: { type: string }`).join(", ")} }
`;
const widgets = (...fields: string[]) => crd("widgets", "Widget", "example.com", ...fields);
const widget = (field: string) =>
  `apiVersion: example.com/v1\nkind: Widget\nmetadata:\n  name: one\n  namespace: shop\n${field}: x\n`;
const resources = (...paths: string[]) => `resources: [${paths.join(", ")}]\n`;

test("each cluster judges by the CRD that it gets", () => {
  const clusters = (old: string, young: string) =>
    lint({
      "old/kustomization.yaml": resources("crd.yaml", "widget.yaml"),
      "old/crd.yaml": widgets("size"),
      "old/widget.yaml": widget(old),
      "young/kustomization.yaml": resources("crd.yaml", "widget.yaml"),
      "young/crd.yaml": widgets("size", "colour"),
      "young/widget.yaml": widget(young),
    });
  expect(clusters("size", "colour")).toEqual([]);
  expect(clusters("colour", "colour")).toEqual(["old/widget.yaml:6 schema/unknown-field"]);
  expect(clusters("weight", "size")).toEqual(["old/widget.yaml:6 schema/unknown-field"]);
});

test("what several clusters get has to suit each of them, changed or not", () => {
  const shared = (overlay: string) =>
    lint({
      "base/kustomization.yaml": resources("widget.yaml"),
      "base/widget.yaml": widget("colour"),
      "old/kustomization.yaml": `${resources("crd.yaml", "../base")}${overlay}`,
      "old/crd.yaml": widgets("size"),
      "young/kustomization.yaml": `${resources("crd.yaml", "../base")}${overlay}`,
      "young/crd.yaml": widgets("size", "colour"),
    });
  expect(shared("")).toEqual(["base/widget.yaml:6 schema/unknown-field"]);
  expect(shared("namePrefix: a-\n")).toEqual(["base/widget.yaml:6 schema/unknown-field"]);
});

test("where no CRD comes with an object, that of any cluster may be there", () => {
  const apart = (field: string) =>
    lint({
      "old/crd.yaml": widgets("size"),
      "young/crd.yaml": widgets("size", "colour"),
      "apps/widget.yaml": widget(field),
    });
  expect(apart("colour")).toEqual([]);
  expect(apart("weight")).toEqual(["apps/widget.yaml:6 schema/unknown-field"]);
});

test("a CRD of the tree takes the place of a shipped one where it is applied, and stands beside it elsewhere", () => {
  const gateways = crd("gateways", "Gateway", "networking.istio.io", "colour");
  const gateway = (field: string) =>
    `apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: web\n  namespace: shop\n${field}\n`;
  const shipped =
    "spec: { servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: ['*'] }] }";
  const both = (field: string, entry: string) =>
    lint({
      "mesh/kustomization.yaml": resources("crd.yaml", "gateway.yaml"),
      "mesh/crd.yaml": gateways,
      "mesh/gateway.yaml": gateway("colour: red"),
      [`${entry}/gateway.yaml`]: gateway(field),
    }).filter((line) => line.includes("schema/"));
  expect(both("colour: red", "mesh")).toEqual([]);
  expect(both(shipped, "mesh")).toEqual(["mesh/gateway.yaml:6 schema/unknown-field"]);
  expect(both("colour: red", "other")).toEqual([]);
  expect(both(shipped, "other")).toEqual([]);
  expect(both("weight: 1", "other")).toEqual(["other/gateway.yaml:6 schema/unknown-field"]);
});

test("a CRD counts as the build leaves it", () => {
  const patch = `
patches:
  - target: { kind: CustomResourceDefinition }
    patch: |
      - op: add
        path: /spec/versions/0/schema/openAPIV3Schema/properties/colour
        value: { type: string }
`;
  const build = (more: string) =>
    lint({
      "kustomization.yaml": `${resources("crd.yaml", "widget.yaml")}${more}`,
      "crd.yaml": widgets("size"),
      "widget.yaml": widget("colour"),
    });
  expect(build("")).toEqual(["widget.yaml:6 schema/unknown-field"]);
  expect(build(patch)).toEqual([]);
});
