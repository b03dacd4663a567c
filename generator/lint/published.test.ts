import { expect, test } from "vitest";
import { packSource, SHIPPED_PACKS } from "../disk/packs.ts";
import { lintTree } from "./engine.ts";

// What repositories of Flux and Argo CD users hold that is right where it stands, though not as a file by itself.

const schemas = [packSource(SHIPPED_PACKS)];

function lint(files: Record<string, string>): string[] {
  const { findings } = lintTree({ tree: new Map(Object.entries(files)), schemas });
  return findings.map(({ rule, at }) => `${at.file}:${at.line} ${rule}`);
}

const isOfSchema = (line: string) => line.includes(" schema/");

const deployment = (name: string, more = "") => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  replicas: 2
${more}`;

test("a name that kustomize sets is no matter in the file", () => {
  const namespace = "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: _\n";
  const files = {
    "kustomization.yaml": "namespace: shop\nresources: [namespace.yaml]\n",
    "namespace.yaml": namespace,
  };
  expect(lint(files)).toEqual([]);
  expect(lint({ "namespace.yaml": namespace })).toEqual(["namespace.yaml:4 schema/metadata"]);
});

test("a namespace that kustomize sets on cluster-scoped objects is no mistake, one that is written is", () => {
  const role = "apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata:\n  name: web\n";
  const binding = `${role}  namespace: web\nspec:\n  controller: example.com/web\n`;
  const custom = `apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata:\n  name: web\nspec:\n  controllerName: example.com/web\n`;
  expect(
    lint({
      "kustomization.yaml": "namespace: shop\nresources: [custom.yaml]\n",
      "custom.yaml": custom,
    }),
  ).toEqual([]);
  expect(lint({ "binding.yaml": binding })).toEqual(["binding.yaml:5 schema/namespace-ignored"]);
});

test("patches that no kustomization lists are patches still", () => {
  const base = { "base/kustomization.yaml": "resources: []\n" };
  const required = (path: string) =>
    lint({ ...base, [path]: deployment("web") }).filter((line) => line.includes("schema/required"));
  expect(required("manager_image_patch.yaml")).toEqual([]);
  expect(required("patches/web.yaml")).toEqual([]);
  expect(required("patches/shop/web.yaml")).toEqual([]);
  expect(required("dispatch.yaml")).not.toEqual([]);
  expect(required("base/left-out.yaml")).toEqual([]);
});

test("a base that nothing applies yet may be completed by what will, where engines apply the rest", () => {
  const source = "sourceRef: { kind: GitRepository, name: flux-system }";
  const engine = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { interval: 10m, prune: true, path: ./apps/web, ${source} }
`;
  const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: NAME, namespace: shop }
spec: { chrt: {}, chartRef: { kind: OCIRepository, name: a } }
`;
  const files = {
    "base/a/kustomization.yaml": "resources: [release.yaml]\n",
    "base/a/release.yaml": release.replace("NAME", "a"),
    "apps/web/kustomization.yaml": "resources: [release.yaml]\n",
    "apps/web/release.yaml": release.replace("NAME", "web"),
  };
  expect(lint({ ...files, "clusters/a/apps.yaml": engine }).filter(isOfSchema)).toEqual([
    "apps/web/release.yaml:4 schema/required",
    "apps/web/release.yaml:4 schema/unknown-field",
    "base/a/release.yaml:4 schema/unknown-field",
  ]);
  expect(lint(files).filter(isOfSchema)).toContain("base/a/release.yaml:4 schema/required");
});

test("a Kustomization that is switched off may lack what a parent's patch gives to the others", () => {
  const kustomization = (name: string, spec: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec: { sourceRef: { kind: GitRepository, name: flux-system }, ${spec} }
`;
  const patch = `patches: [{ target: { kind: Kustomization }, patch: "{ apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: { name: _ }, spec: { interval: 1h } }" }]`;
  const files = (more: string) => ({
    "cluster/apps.yaml": kustomization("apps", `interval: 1h, prune: true, path: ./apps, ${more}`),
    "apps/kustomization.yaml": "resources: [web/ks.yaml]\n",
    "apps/web/ks.yaml": kustomization("web", "prune: true, path: ./apps/web/app"),
    "apps/web/app/map.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\n",
    "apps/idle/ks.yaml": kustomization("idle", "prune: true, path: ./apps/web/app"),
  });
  expect(lint(files(patch)).filter(isOfSchema)).toEqual([]);
  expect(lint(files("")).filter(isOfSchema)).toEqual([
    "apps/idle/ks.yaml:4 schema/required",
    "apps/web/ks.yaml:4 schema/required",
  ]);
});

test("what is said of a whole whose parts are filled in later says nothing yet", () => {
  const gateway = (address: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: web, namespace: shop }
spec:
  gatewayClassName: istio
  addresses: [{ type: IPAddress, value: "${address}" }]
  listeners: [{ name: http, port: 80, protocol: HTTP }]
`;
  expect(lint({ "gateway.yaml": gateway(`\${ADDRESS}`) }).filter(isOfSchema)).toEqual([]);
  expect(lint({ "gateway.yaml": gateway("ADDRESS") }).filter(isOfSchema)).toEqual([
    "gateway.yaml:6 schema/one-of",
  ]);
});

test("what tests compare with, or expect to be refused, is no manifest", () => {
  const part = deployment("web");
  const test = `apiVersion: chainsaw.kyverno.io/v1alpha1
kind: Test
metadata: { creationTimestamp: null, name: web }
spec:
  steps:
    - try:
        - apply: { file: applied.yaml }
        - assert: { file: ready.yaml }
        - error: { file: ../gone.yaml }
        - create: { file: refused.yaml, expect: [{ check: { ($error != null): true } }] }
        - create: { file: taken.yaml, expect: [{ check: { ($error == null): true } }] }
`;
  const files = {
    "web/chainsaw-test.yaml": test,
    "web/applied.yaml": part,
    "web/ready.yaml": part,
    "gone.yaml": part,
    "web/refused.yaml": part,
    "web/taken.yaml": part,
    "kuttl/00-assert.yaml": part,
    "kuttl/01-errors.yaml": part,
    "kuttl/01-install.yaml": part,
  };
  const wrong = new Set(lint(files).map((line) => line.split(":")[0]));
  expect([...wrong]).toEqual(["kuttl/01-install.yaml", "web/applied.yaml", "web/taken.yaml"]);
});

test("what SOPS adds to an object is taken out again, unless its kind has such a field", () => {
  const crd = `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: { name: sopssecrets.example.com }
spec:
  group: example.com
  names: { kind: SopsSecret, plural: sopssecrets, singular: sopssecret, listKind: SopsSecretList }
  scope: Namespaced
  versions:
    - name: v1
      served: true
      storage: true
      schema:
        openAPIV3Schema: { type: object, required: [sops], properties: { sops: { type: object, x-kubernetes-preserve-unknown-fields: true } } }
`;
  const sops = "sops: { mac: x, age: [] }\n";
  const secret = `apiVersion: example.com/v1\nkind: SopsSecret\nmetadata: { name: a }\n`;
  const map = `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n`;
  const files = { "crd.yaml": crd, "secret.yaml": secret + sops, "map.yaml": map + sops };
  expect(lint(files).filter(isOfSchema)).toEqual([]);
  expect(lint({ "crd.yaml": crd, "secret.yaml": secret }).filter(isOfSchema)).toEqual([
    "secret.yaml:1 schema/required",
  ]);
});

test("what a vault will fill in is not judged", () => {
  const secret = (value: string) =>
    `apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata: { key: "${value}" }\n`;
  const host = (value: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: a }
spec: { rules: [{ host: "${value}" }] }
`;
  expect(lint({ "a.yaml": secret("<path:kv/data/shop#key | base64encode>") })).toEqual([]);
  expect(lint({ "a.yaml": host("shop.<secret:domain>") })).toEqual([]);
  expect(lint({ "a.yaml": secret("<key>") })).toEqual(["a.yaml:4 schema/format"]);
  expect(lint({ "a.yaml": host("shop.<domain>") })).toEqual(["a.yaml:4 kubernetes/ingress"]);
});

test("variables of kustomize stand for something else", () => {
  const name = (text: string) =>
    lint({ "map.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${text}\n` });
  expect(name("$(app-name)")).toEqual([]);
  expect(name("$app")).toEqual(["map.yaml:4 schema/metadata"]);
});

test("a key may override a merged one where kustomize reads the file", () => {
  const map =
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  <<: {a: b}\n  a: c\n";
  expect(lint({ "kustomization.yaml": "resources: [map.yaml]\n", "map.yaml": map })).toEqual([]);
  expect(lint({ "map.yaml": map })).toEqual(["map.yaml:7 yaml/duplicate-key"]);
});

test("a leftover patch of a version that is gone is no object of that version", () => {
  const webhook =
    "apiVersion: admissionregistration.k8s.io/v1beta1\nkind: ValidatingWebhookConfiguration\nmetadata:\n  name: web\n";
  const kustomization = { "base/kustomization.yaml": "resources: []\n" };
  expect(lint({ ...kustomization, "webhook_patch.yaml": webhook })).toEqual([]);
  expect(lint({ ...kustomization, "webhook.yaml": webhook })).toEqual([
    "webhook.yaml:1 schema/unknown-kind",
  ]);
});

test("what bootstrap fills in later is not missed", () => {
  const patch =
    'patches: [{target: {kind: Deployment, name: helm-controller}, patch: "- {op: test, path: /kind, value: Deployment}"}]\n';
  const files = (text: string) => ({
    "kustomization.yaml": `resources: [gotk-components.yaml]\n${patch}`,
    "gotk-components.yaml": text,
  });
  expect(lint(files("# made by flux bootstrap\n"))).toEqual([]);
  expect(lint(files("apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n"))).toEqual([
    "kustomization.yaml:2 kustomize/patch-target",
  ]);
});

test("a namespace that nothing makes is told once", () => {
  const map = (name: string, namespace: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: ${namespace}\n`;
  const files = {
    "namespace.yaml": "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n",
    "a.yaml": map("a", "shp"),
    "b.yaml": map("b", "shp"),
    "c.yaml": map("c", "shop"),
  };
  expect(lint(files)).toEqual(["a.yaml:5 kubernetes/namespace-exists"]);
});

test("names that every JavaScript object has are names as any other", () => {
  for (const odd of ["toString", "constructor", "__proto__", "valueOf"]) {
    const resource = `apiVersion: v1\nkind: ${odd}\nmetadata:\n  name:\n    ${odd}: 1\n  namespace: {${odd}: 1}\n`;
    const files = { "kustomization.yaml": "resources: [a.yaml]\n", "a.yaml": resource };
    expect(
      lint(files).some((line) => line.startsWith("a.yaml:2 ")),
      odd,
    ).toBe(true);
    expect(() =>
      lint({
        ...files,
        "kustomization.yaml": `resources: [{${odd}: 1}]\nnamespace: {${odd}: 1}\n`,
      }),
    ).not.toThrow();
  }
});
