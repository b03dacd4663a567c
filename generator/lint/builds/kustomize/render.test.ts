import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, test } from "vitest";
import { valueAt } from "../../../core/path.ts";
import { readYaml } from "../../../yaml/read.ts";
import { sourceTree } from "../../source.ts";
import { openFolders } from "../tree.ts";
import { createRenderer } from "./render.ts";
import type { Rendered } from "./render.ts";

const cases = join(import.meta.dirname, "testdata");

function readFolder(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return new Map(
    entries
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [relative(folder, path), readFileSync(path, "utf8")]),
  );
}

function render(
  files: Record<string, string> | Map<string, string>,
  folder = ".",
  restrict = true,
): Rendered {
  const tree = openFolders(
    sourceTree(files instanceof Map ? files : new Map(Object.entries(files))),
  );
  return createRenderer(tree, { restrict }).render(folder)!;
}

/** Problems as `file:line:column rule: message`. */
function problemsOf(files: Record<string, string>, folder?: string): string[] {
  return render(files, folder).problems.map(
    ({ rule, message, at }) => `${at.file}:${at.line}:${at.column} ${rule}: ${message}`,
  );
}

// expected.yaml of each case is what kustomize 5.7.1 printed
test.each(readdirSync(cases))("renders %s as kustomize does", (name) => {
  const files = readFolder(join(cases, name));
  const rendered = render(files);
  expect(rendered.problems).toEqual([]);
  const expected = readYaml("expected.yaml", files.get("expected.yaml")!).documents.map(
    (document) => document.value,
  );
  expect(rendered.resources.map((resource) => resource.data)).toEqual(expected);
});

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  template:
    spec:
      containers:
        - name: web
          image: nginx
        - name: other
          image: busybox
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 80
`;

test("a patched value is located in the patch, all else where it was written", () => {
  const { resources } = render({
    "base/kustomization.yaml": "resources: [deployment.yaml]\n",
    "base/deployment.yaml": DEPLOYMENT,
    "kustomization.yaml": "resources: [base]\nnamespace: shop\npatches:\n  - path: patch.yaml\n",
    "patch.yaml": `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  template:
    spec:
      containers:
        - name: other
          image: changed
        - name: added
          image: new
`,
  });
  const [{ data, locate, changed }] = resources as [(typeof resources)[0]];
  expect(changed).toBe(true);
  const at = (...path: (string | number)[]) => `${locate(path).file}:${locate(path).line}`;
  const containers = ["spec", "template", "spec", "containers"];
  expect((valueAt(data, containers) as { name: string }[]).map(({ name }) => name)).toEqual([
    "other",
    "added",
    "web",
  ]);
  expect(at(...containers, 0, "image")).toBe("patch.yaml:9");
  expect(at(...containers, 0, "name")).toBe("base/deployment.yaml:11");
  expect(at(...containers, 1)).toBe("patch.yaml:10");
  expect(at(...containers, 1, "image")).toBe("patch.yaml:11");
  expect(at(...containers, 2, "image")).toBe("base/deployment.yaml:10");
  expect(at("metadata", "namespace")).toBe("kustomization.yaml:2");
  expect(at("metadata", "name")).toBe("base/deployment.yaml:4");
  expect(at("spec", "missing", "more")).toBe("base/deployment.yaml:5");
});

test("values of inline patches, JSON patches and generators have their lines", () => {
  const { resources } = render({
    "service.yaml": SERVICE,
    "kustomization.yaml": `resources: [service.yaml]
patches:
  - patch: |-

      apiVersion: v1
      kind: Service
      metadata: {name: web}
      spec:
        type: LoadBalancer
  - target: {kind: Service}
    patch: |
      - op: add
        path: /spec/ports/0
        value: {port: 443}
configMapGenerator:
  - name: settings
    literals:
      - a=1
      - b=2
`,
  });
  const find = (kind: string) => resources.find((resource) => resource.id.kind === kind)!;
  const service = find("Service");
  expect(service.locate(["spec", "type"])).toMatchObject({
    file: "kustomization.yaml",
    line: 9,
    column: 15,
  });
  expect(service.locate(["spec", "ports", 0, "port"])).toMatchObject({
    file: "kustomization.yaml",
    line: 14,
  });
  expect(service.locate(["spec", "ports", 1, "port"])).toMatchObject({
    file: "service.yaml",
    line: 7,
  });
  expect(find("ConfigMap").locate(["data", "b"])).toMatchObject({
    file: "kustomization.yaml",
    line: 19,
  });
});

test("objects that no kustomization changes are the ones of their files", () => {
  const { resources, files } = render({
    "service.yaml": SERVICE,
    "kustomization.yaml": "resources: [service.yaml]\n",
    "other.yaml": SERVICE,
  });
  expect(resources).toHaveLength(1);
  expect(resources[0]!.changed).toBeUndefined();
  expect(files).toEqual(["kustomization.yaml", "service.yaml"]);
});

test("overlays do not change the base that they share", () => {
  const files = new Map([
    ["base/kustomization.yaml", "resources: [deployment.yaml]\n"],
    ["base/deployment.yaml", DEPLOYMENT],
    [
      "one/kustomization.yaml",
      "resources: [../base]\nimages: [{name: nginx, newTag: '1'}]\nlabels: [{pairs: {a: b}, includeSelectors: true}]\n",
    ],
    ["two/kustomization.yaml", "resources: [../base]\nnameSuffix: -two\n"],
  ]);
  const renderer = createRenderer(openFolders(sourceTree(files)), { restrict: true });
  const before = JSON.stringify(renderer.render("base")!.resources[0]!.data);
  const one = renderer.render("one")!.resources[0]!;
  const two = renderer.render("two")!.resources[0]!;
  expect(one.data).not.toEqual(two.data);
  expect(two.data).toMatchObject({
    metadata: { name: "web-two" },
    spec: { template: { spec: { containers: [{ image: "nginx" }, {}] } } },
  });
  expect(JSON.stringify(renderer.render("base")!.resources[0]!.data)).toBe(before);
});

test.each<[string, Record<string, string>, string[]]>([
  [
    "a missing path",
    { "kustomization.yaml": "resources:\n  - a.yaml\n" },
    ["kustomization.yaml:2:5 kustomize/missing-path: resource a.yaml does not exist (a.yaml)"],
  ],
  [
    "a folder without kustomization",
    { "kustomization.yaml": "resources: [a]\n", "a/b.yaml": SERVICE },
    [
      "kustomization.yaml:1:13 kustomize/missing-kustomization: a is a folder without a kustomization.yaml (a)",
    ],
  ],
  [
    "a cycle",
    { "kustomization.yaml": "resources: [a]\n", "a/kustomization.yaml": "resources: [../a]\n" },
    [
      "a/kustomization.yaml:1:13 kustomize/cycle: ../a leads back to a, which is being rendered: kustomize takes that for a cycle",
    ],
  ],
  [
    "a parent folder",
    {
      "kustomization.yaml": "resources: [a/b]\n",
      "a/kustomization.yaml": "namespace: x\n",
      "a/b/kustomization.yaml": "resources: [..]\n",
    },
    [
      "a/b/kustomization.yaml:1:13 kustomize/cycle: .. is a, which contains a/b: kustomize takes that for a cycle",
    ],
  ],
  [
    "a path out of the repository",
    { "kustomization.yaml": "resources: [../../etc/passwd]\n" },
    [
      "kustomization.yaml:1:13 kustomize/outside-root: resource ../../etc/passwd lies outside the repository",
    ],
  ],
  [
    "a duplicate",
    { "kustomization.yaml": "resources: [a.yaml, b.yaml]\n", "a.yaml": SERVICE, "b.yaml": SERVICE },
    ["b.yaml:1:1 kustomize/duplicate-id: Service web (v1) is in this build twice"],
  ],
  [
    "a patch without target",
    {
      "kustomization.yaml": "resources: [a.yaml]\npatches:\n  - path: p.yaml\n",
      "a.yaml": SERVICE,
      "p.yaml": SERVICE.replace("web", "wbe"),
    },
    [
      "p.yaml:1:1 kustomize/patch-target: no object of this build is Service wbe (v1), which this patch is for",
    ],
  ],
  [
    "a JSON patch that does not fit",
    {
      "kustomization.yaml":
        "resources: [a.yaml]\npatches:\n  - target: {kind: Service}\n    patch: |-\n      - op: remove\n        path: /spec/type\n",
      "a.yaml": SERVICE,
    },
    [
      "kustomization.yaml:5:9 kustomize/bad-patch: the patch does not fit Service web: the object has no /spec/type",
    ],
  ],
  [
    "a JSON patch in brackets that is no JSON",
    {
      "kustomization.yaml":
        "resources: [a.yaml]\npatches:\n  - target: {kind: Service}\n    patch: '[{op: add, path: /spec/x, value: y}]'\n",
      "a.yaml": SERVICE,
    },
    [
      "kustomization.yaml:4:12 kustomize/bad-patch: a JSON patch that begins with [ must be JSON, with every key and text in double quotes; or write it as YAML, each operation behind a dash",
    ],
  ],
  [
    "files of plugins and charts that are not there",
    {
      "kustomization.yaml":
        "generators: [g.yaml]\ntransformers: [t.yaml, plugins, '{kind: LabelTransformer, metadata: {name: a}}']\nhelmCharts: [{name: x, valuesFile: v.yaml}]\n",
      "plugins/kustomization.yaml": "resources: []\n",
    },
    [
      "kustomization.yaml:1:14 kustomize/missing-path: generator g.yaml does not exist (g.yaml)",
      "kustomization.yaml:3:36 kustomize/missing-path: values file v.yaml does not exist (v.yaml)",
      "kustomization.yaml:2:16 kustomize/missing-path: transformer t.yaml does not exist (t.yaml)",
    ],
  ],
  [
    "a kustomization that says nothing",
    { "kustomization.yaml": "kind: Kustomization\nnamespace:\n" },
    [
      "kustomization.yaml:1:1 kustomize/invalid: this kustomization says nothing: kustomize refuses that",
    ],
  ],
  [
    "a merge patch of another shape",
    {
      "kustomization.yaml": "resources: [a.yaml]\npatches:\n  - path: p.yaml\n",
      "a.yaml": SERVICE,
      "p.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: 80}\n",
    },
    [
      "p.yaml:4:15 kustomize/bad-patch: the patch does not fit Service web: spec.ports is a single value in the patch and a list in the object",
    ],
  ],
  [
    "a number for a string",
    { "kustomization.yaml": "images:\n  - name: nginx\n    newTag: 1.25\n" },
    [
      "kustomization.yaml:3:13 kustomize/invalid: images.0.newTag must be a string: put 1.25 in quotes",
    ],
  ],
  [
    "replicas of nothing",
    {
      "kustomization.yaml": "resources: [a.yaml]\nreplicas:\n  - {name: web, count: 2}\n",
      "a.yaml": SERVICE,
    },
    [
      "kustomization.yaml:3:5 kustomize/no-match: replicas names web, and no Deployment, StatefulSet, ReplicaSet or ReplicationController of this build has that name",
    ],
  ],
  [
    "a generator's missing file",
    { "kustomization.yaml": "configMapGenerator:\n  - name: a\n    files: [x.txt]\n" },
    ["kustomization.yaml:3:13 kustomize/missing-path: file x.txt does not exist (x.txt)"],
  ],
  [
    "a component among resources",
    {
      "kustomization.yaml": "resources: [c]\n",
      "c/kustomization.yaml":
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: []\n",
    },
    ["kustomization.yaml:1:13 kustomize/wrong-kind: c is a Component: list it under components"],
  ],
  [
    "a list instead of a mapping",
    { "kustomization.yaml": "- a\n" },
    ["kustomization.yaml:1:1 kustomize/invalid: kustomization.yaml must be a mapping"],
  ],
])("reports %s", (_, files, expected) => {
  expect(problemsOf(files)).toEqual(expected);
});

test("files outside of the kustomization's folder are for Flux only", () => {
  const files = { "a/kustomization.yaml": "resources: [../b.yaml]\n", "b.yaml": SERVICE };
  expect(problemsOf(files, "a")).toEqual([
    "a/kustomization.yaml:1:13 kustomize/outside-root: resource ../b.yaml lies outside a: kustomize reads files only from the kustomization's own folder",
  ]);
  expect(render(files, "a", false).problems).toEqual([]);
  expect(render(files, "a", false).resources).toHaveLength(1);
});

test("what is not in the repository makes a build partial, and absence proves nothing then", () => {
  const rendered = render({
    "kustomization.yaml":
      "resources:\n  - https://example.com/all.yaml\n  - github.com/metallb/metallb/config/native?ref=v0.16.1\nhelmCharts: [{name: x}]\npatches: [{path: p.yaml}]\n",
    "p.yaml": SERVICE,
  });
  expect(rendered.problems).toEqual([]);
  expect(rendered.partial.map(({ reason, at }) => `${at.line} ${reason.slice(0, 40)}`)).toEqual([
    "2 resource https://example.com/all.yaml is",
    "3 resource github.com/metallb/metallb/conf",
    "4 helmCharts: a Helm chart that kustomize ",
    "1 no object of this build is Service web (",
  ]);
});

test("deep chains and wide folders are no problem", () => {
  const files: Record<string, string> = {
    "0/kustomization.yaml": "resources: [a.yaml]\n",
    "0/a.yaml": SERVICE,
  };
  for (let index = 1; index < 200; index++)
    files[`${index}/kustomization.yaml`] =
      `resources: [../${index - 1}]\nnameSuffix: -s${index % 7}\n`;
  expect(render(files, "199").resources[0]!.id.name).toMatch(/^web-s1-s2-s3/);
});
