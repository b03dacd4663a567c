import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { isMapping, listOf } from "../generator/core/json.ts";
import { listPack, packSource, SHIPPED_PACKS } from "../generator/disk/packs.ts";
import { packPath, printSchema } from "../generator/schema/convert/pack.ts";
import { readSources } from "../generator/schema/convert/sources.ts";
import type { JsonSchema } from "../generator/schema/types.ts";
import { createValidator } from "../generator/schema/validate.ts";
import { readYaml } from "../generator/yaml/read.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const packs = listPack(SHIPPED_PACKS);
const { modules, problems } = readSources(
  readYaml("sources.yaml", readFileSync(join(SHIPPED_PACKS, "sources.yaml"), "utf8")).documents[0]!
    .value,
);

test("every pack lies where its kind says, is printed as the converter prints, and names its source", () => {
  expect(packs.length).toBeGreaterThan(300);
  expect(problems).toEqual([]);
  const folders = new Map(modules.map(({ name, folder }) => [name, folder]));
  for (const { path, schema } of packs) {
    const gvk = listOf(schema!["x-kubernetes-group-version-kind"])[0] as Record<string, string>;
    const source = schema!["x-meshwright-source"] as string | undefined;
    const folder = source === undefined ? "" : folders.get(source);
    expect(path).toBe(join(folder!, packPath(gvk.group!, gvk.version!, gvk.kind!)));
    expect(readFileSync(join(SHIPPED_PACKS, path), "utf8")).toBe(printSchema(schema!));
    if (source === undefined)
      expect(["kustomize.config.k8s.io", "image.toolkit.fluxcd.io"]).toContain(gvk.group);
  }
});

test("schemas hold no prose, no dangling reference, and no description of a field that is called so is lost", () => {
  for (const { path, schema } of packs) visit(schema!, schema!, path);
  const crd = packs.find(
    (pack) => pack.path === "apiextensions.k8s.io/customresourcedefinition_v1.json",
  )!.schema!;
  expect(JSON.stringify(crd)).toContain('"description":{"type":"string"}');
});

function visit(node: JsonSchema, whole: JsonSchema, path: string): void {
  expect(node.description, path).toBeUndefined();
  if (typeof node.$ref === "string") {
    const definitions = whole.definitions as Record<string, unknown>;
    expect(
      definitions[node.$ref.replace("#/definitions/", "")],
      `${path} ${node.$ref}`,
    ).toBeDefined();
  }
  for (const keyword of ["properties", "definitions"]) {
    for (const each of Object.values(isMapping(node[keyword]) ? node[keyword] : {}))
      visit(each as JsonSchema, whole, path);
  }
  for (const keyword of ["items", "additionalProperties", "not"]) {
    if (isMapping(node[keyword])) visit(node[keyword], whole, path);
  }
  for (const keyword of ["allOf", "anyOf", "oneOf"])
    for (const each of listOf(node[keyword])) visit(each as JsonSchema, whole, path);
}

/** apiVersion and kind of each template that names both in plain text. */
function emittedKinds(): string[] {
  const files = (readdirSync(join(root, "templates"), { recursive: true }) as string[]).filter(
    (file) => file.endsWith(".hbs"),
  );
  const kinds = new Set<string>();
  for (const file of files) {
    for (const document of readFileSync(join(root, "templates", file), "utf8").split(/^---$/m)) {
      const apiVersion = /^apiVersion: ([\w./-]+)$/m.exec(document)?.[1];
      const kind = /^kind: (\w+)$/m.exec(document)?.[1];
      if (apiVersion !== undefined && kind !== undefined) kinds.add(`${apiVersion} ${kind}`);
    }
  }
  return [...kinds].toSorted();
}

/** Kinds whose apiVersion depends on the Istio version. */
const ISTIO = ["DestinationRule", "Gateway", "VirtualService"].flatMap((kind) =>
  ["v1alpha3", "v1"].map((version) => `networking.istio.io/${version} ${kind}`),
);
const OTHERS = [
  "networking.k8s.io/v1 Ingress",
  "metallb.io/v1beta1 L2Advertisement",
  "cert-manager.io/v1 Certificate",
  "argoproj.io/v1alpha1 AppProject",
];

test("there is a pack for every kind that the generator writes", () => {
  const kinds = emittedKinds();
  expect(kinds.length).toBeGreaterThan(8);
  const source = packSource(SHIPPED_PACKS);
  for (const each of [...kinds, ...ISTIO, ...OTHERS]) {
    const [apiVersion, kind] = each.split(" ") as [string, string];
    const [version, group = ""] = apiVersion.split("/").toReversed() as [string, string?];
    expect(source.find(group, version, kind), each).toBeDefined();
  }
});

test("other Kubernetes minors have their own built-in kinds and share the rest", () => {
  const folders = modules
    .map(({ folder }) => folder)
    .filter((folder) => folder.startsWith("kubernetes-"));
  expect(folders).not.toEqual([]);
  for (const folder of folders) {
    const source = packSource(SHIPPED_PACKS, folder.replace("kubernetes-", ""));
    expect(source.find("apps", "v1", "Deployment")?.["x-meshwright-source"]).toBe(folder);
    expect(source.find("metallb.io", "v1beta1", "IPAddressPool")).toBeDefined();
    expect(source.find("kustomize.config.k8s.io", "v1beta1", "Kustomization")).toBeDefined();
  }
});

test("policies of image automation are checked", () => {
  const { validate } = createValidator([packSource(SHIPPED_PACKS)]);
  const problems = (spec: object) =>
    validate({
      apiVersion: "image.toolkit.fluxcd.io/v1",
      kind: "ImagePolicy",
      metadata: { name: "web", namespace: "flux-system" },
      spec: { imageRepositoryRef: { name: "web" }, ...spec },
    }).problems.map(({ rule, path }) => `${rule} ${path.join("/")}`);
  expect(problems({ policy: { semver: { range: "5.x" } } })).toEqual([]);
  expect(problems({ policy: { semver: { ranges: "5.x" } } })).toContain(
    "schema/unknown-field spec/policy/semver/ranges",
  );
});

test("routes of both channels of the Gateway API are right", () => {
  const { validate } = createValidator([packSource(SHIPPED_PACKS)]);
  const problems = (rule: object) =>
    validate({
      apiVersion: "gateway.networking.k8s.io/v1",
      kind: "HTTPRoute",
      metadata: { name: "shop", namespace: "shop" },
      spec: { parentRefs: [{ name: "shop" }], rules: [rule] },
    }).problems.map(({ message }) => message);
  expect(problems({ timeouts: { request: "5s" } })).toEqual([]);
  expect(problems({ retry: { attempts: 2 } })).toEqual([]);
  expect(problems({ retries: { attempts: 2 } })).toHaveLength(1);
});

const kustomization = (more: Record<string, unknown>): string[] =>
  createValidator([packSource(SHIPPED_PACKS)])
    .validate({ apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization", ...more })
    .problems.map(({ path, rule }) => `${rule} ${path.join("/")}`);

test.each([
  [
    "resources",
    {
      resources: ["a.yaml"],
      namePrefix: "a-",
      labels: [{ pairs: { a: "b" }, includeSelectors: true }],
    },
  ],
  [
    "deprecated fields",
    {
      bases: ["../a"],
      commonLabels: { a: "b" },
      patchesStrategicMerge: ["a.yaml"],
      patchesJson6902: [{ target: { version: "v1", kind: "Service", name: "a" }, path: "p.yaml" }],
      imageTags: [{ name: "a", newTag: "1" }],
      vars: [
        {
          name: "A",
          objref: { kind: "Service", name: "a", apiVersion: "v1" },
          fieldref: { fieldpath: "metadata.name" },
        },
      ],
    },
  ],
  [
    "generators",
    {
      configMapGenerator: [{ name: "a", files: ["a"], options: { disableNameSuffixHash: true } }],
      secretGenerator: [{ name: "a", type: "Opaque", envs: ["a"] }],
    },
  ],
  [
    "replacements",
    {
      replacements: [
        {
          source: { kind: "A", fieldPath: "a" },
          targets: [{ select: { kind: "B" }, fieldPaths: ["b"], options: { create: true } }],
        },
      ],
    },
  ],
])("a kustomization with %s is taken", (_, fields) => {
  expect(kustomization(fields)).toEqual([]);
});

test.each([
  ["an unknown field", { resource: ["a.yaml"] }, ["schema/unknown-field resource"]],
  ["a number for a tag", { images: [{ name: "a", newTag: 1 }] }, ["schema/type images/0/newTag"]],
  [
    "a field of another generator",
    { configMapGenerator: [{ name: "a", type: "Opaque" }] },
    ["schema/unknown-field configMapGenerator/0/type"],
  ],
  [
    "an order that is none",
    { sortOptions: { order: "random" } },
    ["schema/enum sortOptions/order"],
  ],
])("a kustomization with %s is refused, as kustomize refuses it", (_, fields, expected) => {
  expect(kustomization(fields)).toEqual(expected);
});
