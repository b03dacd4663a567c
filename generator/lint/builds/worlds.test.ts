import { expect, test } from "vitest";
import type { Build } from "../../core/build.ts";
import { sourceTree } from "../source.ts";
import { findWorlds } from "./worlds.ts";

function find(files: Record<string, string>, remotes: string[] = []) {
  return findWorlds(sourceTree(new Map(Object.entries(files))), { remotes });
}

/** Worlds as `entry: engine root (owner) objects…`. */
function show(files: Record<string, string>, remotes?: string[]): string[] {
  return find(files, remotes).worlds.map(
    ({ entry, builds }) => `${entry}: ${builds.map(showBuild).join("; ")}`,
  );
}

function showBuild({ engine, root, source, resources, partial }: Build): string {
  const names = resources.map(({ id }) => `${id.kind}/${id.namespace ?? ""}/${id.name}`);
  return [
    engine,
    root,
    ...(source ? [`(${source.id.name})`] : []),
    ...names,
    ...(partial.length > 0 ? ["partial"] : []),
  ].join(" ");
}

const object = (kind: string, name: string, namespace?: string) =>
  `apiVersion: v1\nkind: ${kind}\nmetadata:\n  name: ${name}\n${namespace ? `  namespace: ${namespace}\n` : ""}`;
const flux = (name: string, path: string, more = "") => `---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec:
  interval: 10m
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  path: ${path}
${more}`;
const repository = (name: string, url: string) => `---
apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: {name: ${name}, namespace: flux-system}
spec: {interval: 1m, url: "${url}"}
`;
const application = (
  name: string,
  source: string,
  destination = "{server: https://kubernetes.default.svc, namespace: shop}",
) => `---
apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  project: default
  destination: ${destination}
  source: ${source}
`;

test("a Flux bootstrap path that manages itself is one world with all that it leads to", () => {
  const files = {
    "clusters/one/flux-system/kustomization.yaml": "resources: [gotk-sync.yaml]\n",
    "clusters/one/flux-system/gotk-sync.yaml":
      repository("flux-system", "https://example.com/fleet") +
      flux("flux-system", "./clusters/one"),
    "clusters/one/apps.yaml": flux("apps", "./apps/one"),
    "apps/one/kustomization.yaml": "resources: [../base]\nnamespace: shop\n",
    "apps/base/kustomization.yaml": "resources: [service.yaml]\n",
    "apps/base/service.yaml": object("Service", "web"),
    "docs/example.yaml": object("Service", "example"),
  };
  expect(show(files)).toEqual([
    "clusters/one: flux clusters/one (flux-system) Kustomization/flux-system/apps Kustomization/flux-system/flux-system GitRepository/flux-system/flux-system; flux apps/one (apps) Service/shop/web",
    "docs: plain docs Service//example partial",
  ]);
  expect(find(files).unreached).toEqual(["docs/example.yaml"]);
  expect(find(files).problems).toEqual([]);
});

test("what an engine applies is judged as the engine builds it, not as an entry of its own", () => {
  const files = {
    "clusters/one/flux-system/gotk-sync.yaml":
      repository("flux-system", "https://example.com/fleet") +
      flux("flux-system", "./clusters/one"),
    "clusters/one/apps.yaml": flux(
      "apps",
      "./apps/one",
      `  patches:
  - patch: |
      apiVersion: kustomize.toolkit.fluxcd.io/v1
      kind: Kustomization
      metadata: {name: any}
      spec: {postBuild: {substitute: {DOMAIN: example.com}}}
    target: {kind: Kustomization}
`,
    ),
    // Flux lets a kustomization read all of the repository
    "apps/one/media/kustomization.yaml": "resources: [../../base/shop.yaml]\n",
    "apps/base/shop.yaml": flux("shop", "./shop", "  postBuild: {substitute: {PORT: '80'}}\n"),
    "shop/config.yaml": `${object("ConfigMap", "shop", "shop")}data: {host: "\${DOMAIN}"}\n`,
  };
  expect(find(files).problems).toEqual([]);
  expect(show(files).map((world) => world.split(":")[0])).toEqual(["clusters/one"]);
});

test("an entry that a parent's folder holds and leaves out is switched off", () => {
  const files = {
    "cluster/apps.yaml": flux("apps", "./apps"),
    "apps/kustomization.yaml": "resources: [web/ks.yaml]\n",
    "apps/web/ks.yaml": flux("web", "./apps/web/app"),
    "apps/web/app/service.yaml": object("Service", "web", "shop"),
    "apps/idle/ks.yaml": flux("idle", "./apps/idle/app", "  dependsOn: [{name: web}]\n"),
    "apps/idle/app/service.yaml": object("Service", "idle", "shop"),
    "other/idle/ks.yaml": flux("other", "./apps/idle/app"),
  };
  expect(show(files)).toEqual([
    "apps/idle: plain apps/idle Kustomization/flux-system/idle partial; flux apps/idle/app (idle) Service/shop/idle",
    "cluster: plain cluster Kustomization/flux-system/apps; flux apps (apps) Kustomization/flux-system/web; flux apps/web/app (web) Service/shop/web",
    "other/idle: plain other/idle Kustomization/flux-system/other; flux apps/idle/app (other) Service/shop/idle",
  ]);
});

test("what the chart of a FluxInstance follows starts a world, wherever the release lies", () => {
  const release = `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: {name: flux-instance, namespace: flux-system}
spec:
  interval: 1h
  chartRef: {kind: OCIRepository, name: flux-instance}
  values: {instance: {sync: {kind: GitRepository, url: "https://example.com/fleet", ref: refs/heads/main, path: apps/}}}
`;
  const files = {
    "apps/flux/kustomization.yaml": "resources: [ks.yaml]\n",
    "apps/flux/ks.yaml": flux("flux-instance", "./apps/flux/app"),
    "apps/flux/app/release.yaml": release,
    "apps/flux/app/kustomization.yaml": "resources: [release.yaml]\n",
    "apps/web/kustomization.yaml": "resources: [ks.yaml]\n",
    "apps/web/ks.yaml": flux("web", "./apps/web/app", "  dependsOn: [{name: flux-instance}]\n"),
    "apps/web/app/service.yaml": object("Service", "web", "shop"),
  };
  expect(
    find(files).worlds.map(({ entry, builds }) => [entry, ...builds.map(({ root }) => root)]),
  ).toEqual([["apps", "apps", "apps/flux/app", "apps/web/app"]]);
  expect(find(files).problems).toEqual([]);
});

test("folders that define the same objects are variants of each other", () => {
  const source = "{repoURL: https://example.com/other, path: a}";
  const files = {
    "web/app.yaml": application("web", source),
    "web/with-metrics/app.yaml": application("web", source) + application("metrics", source),
    "web/common/app.yaml": application("common", source),
  };
  expect(find(files).worlds.map(({ entry }) => entry)).toEqual([
    "web",
    "web/common",
    "web/with-metrics",
  ]);
  expect(find(files).problems.map(({ severity, message }) => `${severity} ${message}`)).toEqual([
    'info Application "web" is defined in web/app.yaml:4 too; nothing here applies the two together, so each folder is judged by itself',
  ]);
  expect(
    find({ ...files, "web/app.yaml": application("other", source) }).worlds.map(
      ({ entry }) => entry,
    ),
  ).toEqual(["web"]);
});

test("paths in an artifact start at the folder that it was pushed of", () => {
  const files = {
    "kubernetes/clusters/one/instance.yaml": `apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: {name: flux, namespace: flux-system}
spec: {sync: {kind: OCIRepository, url: "oci://example.com/fleet", ref: main, path: clusters/one}}
`,
    "kubernetes/clusters/one/generator.yaml": `apiVersion: source.extensions.fluxcd.io/v1beta1
kind: ArtifactGenerator
metadata: {name: parts, namespace: flux-system}
spec:
  sources: [{alias: all, kind: OCIRepository, name: flux-system}]
  artifacts:
  - {name: web, copy: [{from: "@all/apps/web/", to: "@artifact/apps/web/"}]}
`,
    "kubernetes/clusters/one/shop.yaml": flux("shop", "./apps/shop").replace(
      "GitRepository",
      "OCIRepository",
    ),
    "kubernetes/clusters/one/web.yaml": flux("web", "./apps/web").replace(
      "kind: GitRepository, name: flux-system",
      "kind: ExternalArtifact, name: web",
    ),
    "kubernetes/apps/shop/service.yaml": object("Service", "shop"),
    "kubernetes/apps/web/service.yaml": object("Service", "web"),
  };
  expect(find(files).problems).toEqual([]);
  expect(
    find(files).worlds.map(({ entry, builds }) => [entry, ...builds.map(({ root }) => root)]),
  ).toEqual([
    [
      "kubernetes/clusters/one",
      "kubernetes/clusters/one",
      "kubernetes/apps/shop",
      "kubernetes/apps/web",
    ],
  ]);
});

test("an object that an entry lists and a child applies is the child's", () => {
  const files = {
    "apps/kustomization.yaml": "resources: [root.yaml, web]\n",
    "apps/root.yaml": application("web", "{repoURL: https://example.com/fleet, path: apps/web}"),
    "apps/web/kustomization.yaml": "resources: [service.yaml]\n",
    "apps/web/service.yaml": object("Service", "web", "shop"),
  };
  expect(show(files, ["https://example.com/fleet"])).toEqual([
    "apps: kustomize apps Application/argocd/web; argocd apps/web (web) Service/shop/web",
  ]);
});

test("clusters are worlds of their own, and shared bases are in each", () => {
  const files: Record<string, string> = {
    "apps/base/kustomization.yaml": "resources: [service.yaml]\n",
    "apps/base/service.yaml": object("Service", "web"),
  };
  for (const cluster of ["a", "b"]) {
    files[`clusters/${cluster}/flux/apps.yaml`] = flux("apps", `./apps/${cluster}`);
    files[`apps/${cluster}/kustomization.yaml`] = `resources: [../base]\nnamespace: ${cluster}\n`;
  }
  expect(show(files)).toEqual([
    "clusters/a/flux: plain clusters/a/flux Kustomization/flux-system/apps; flux apps/a (apps) Service/a/web",
    "clusters/b/flux: plain clusters/b/flux Kustomization/flux-system/apps; flux apps/b (apps) Service/b/web",
  ]);
});

test("Flux changes what it builds: patches, images, names, namespace, metadata, components", () => {
  const files = {
    "flux/apps.yaml": flux(
      "apps",
      "./apps",
      `  targetNamespace: target
  namePrefix: a-
  nameSuffix: -z
  components: [../component]
  images: [{name: nginx, newTag: "2"}]
  commonMetadata: {labels: {team: x}}
  patches:
    - patch: |
        - op: add
          path: /spec/paused
          value: true
      target: {kind: Deployment}
`,
    ),
    "component/kustomization.yaml":
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\ncommonAnnotations: {from: component}\n",
    "apps/deep/deployment.yaml":
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: web, image: nginx}]}}}\n",
    "apps/.sops.yaml": "creation_rules: []\n",
  };
  const [{ data, id, locate }] = find(files).worlds[0]!.builds[1]!.resources as [
    Build["resources"][0],
  ];
  expect(id).toEqual({
    apiVersion: "apps/v1",
    kind: "Deployment",
    namespace: "target",
    name: "a-web-z",
  });
  expect(data).toMatchObject({
    metadata: { labels: { team: "x" }, annotations: { from: "component" } },
    spec: { paused: true, template: { spec: { containers: [{ image: "nginx:2" }] } } },
  });
  expect(locate(["spec", "paused"])).toMatchObject({ file: "flux/apps.yaml", line: 20 });
  expect(locate(["metadata", "namespace"])).toMatchObject({ file: "flux/apps.yaml", line: 10 });
  expect(locate(["metadata", "labels", "team"])).toMatchObject({
    file: "flux/apps.yaml",
    line: 15,
  });
});

test("variables come from substitute and substituteFrom, and change types as Flux's do", () => {
  const files = {
    "flux/vars.yaml": `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: vars, namespace: flux-system}\ndata: {port: "8080", host: web.example.com, over: old}\n`,
    "flux/apps.yaml": flux(
      "apps",
      "./apps",
      "  postBuild:\n    substitute: {over: new}\n    substituteFrom: [{kind: ConfigMap, name: vars}]\n",
    ),
    "apps/all.yaml": `apiVersion: v1\nkind: Service\nmetadata: {name: "web-\${over}"}\nspec: {type: "\${kind:=LoadBalancer}", port: "\${port}", text: "at: \${port}", host: "\${host}", left: "$\${x}"}\n---\n${object("ConfigMap", "${missing}")}---\n${object("ConfigMap", "raw")}  labels: {kustomize.toolkit.fluxcd.io/substitute: disabled}\ndata: {a: "\${missing}"}\n`,
  };
  const { worlds, problems } = find(files);
  const resources = worlds[0]!.builds[1]!.resources;
  expect(resources.find(({ id }) => id.kind === "Service")!.data).toEqual({
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web-new" },
    spec: {
      type: "LoadBalancer",
      port: 8080,
      text: "at: 8080",
      host: "web.example.com",
      left: "${x}",
    },
  });
  expect(problems.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`)).toEqual([
    "flux/variable-defined apps/all.yaml:9",
  ]);
});

test("a variable that a Secret elsewhere may define makes the build partial, and only then", () => {
  const files = {
    "flux/apps.yaml":
      flux("apps", "./apps", "  postBuild: {substituteFrom: [{kind: Secret, name: vars}]}\n") +
      flux("more", "./more", "  postBuild: {substituteFrom: [{kind: Secret, name: vars}]}\n"),
    "apps/a.yaml": object("ConfigMap", "${where}"),
    "more/a.yaml": object("ConfigMap", "fixed"),
  };
  expect(find(files).problems).toEqual([]);
  expect(show(files)).toEqual([
    "flux: plain flux Kustomization/flux-system/apps Kustomization/flux-system/more; flux apps (apps) ConfigMap//${where} partial; flux more (more) ConfigMap//fixed",
  ]);
});

test("a source that is another repository is not looked for in this one", () => {
  const files = {
    "flux/a.yaml":
      repository("flux-system", "ssh://git@example.com/me/fleet.git") +
      repository("other", "https://example.com/other") +
      flux("here", "./apps") +
      flux("there", "./apps").replace("name: flux-system}\n  path", "name: other}\n  path") +
      flux("typo", "./app"),
    "apps/a.yaml": object("ConfigMap", "a"),
  };
  const expected =
    "flux: plain flux GitRepository/flux-system/flux-system GitRepository/flux-system/other Kustomization/flux-system/here Kustomization/flux-system/there Kustomization/flux-system/typo; flux apps (here) ConfigMap//a; flux apps (there) partial; flux app (typo) partial";
  for (const remotes of [["https://example.com/me/fleet"], []]) {
    expect(show(files, remotes)).toEqual([expected]);
    expect(
      find(files, remotes).problems.map(
        ({ rule, message, at }) => `${at.line} ${rule}: ${message}`,
      ),
    ).toEqual(["37 flux/path-exists: path ./app does not exist in this repository"]);
  }
});

test("an Argo CD root Application leads to its children and their sources", () => {
  const here = "repoURL: https://example.com/fleet";
  const files = {
    "argocd/root.yaml": application("root", `{${here}, path: argocd}`),
    "argocd/apps.yaml":
      application(
        "plain",
        `{${here}, path: plain, directory: {recurse: true, exclude: "*/skip.yaml"}}`,
      ) +
      application(
        "kustomized",
        `{${here}, path: kustomized, kustomize: {namePrefix: p-, images: ["nginx=mirror:2"], patches: [{target: {kind: Pod}, patch: '[{"op": "add", "path": "/spec/x", "value": 1}]'}]}}`,
      ) +
      application(
        "chart",
        "{repoURL: https://charts.example.com, chart: istiod, targetRevision: 1.2.3}",
      ),
    "plain/a.yaml": object("ConfigMap", "a"),
    "plain/deep/b.yaml": object("Namespace", "b"),
    "plain/deep/skip.yaml": object("ConfigMap", "skip"),
    "kustomized/kustomization.yaml": "resources: [pod.yaml]\n",
    "kustomized/pod.yaml":
      "apiVersion: v1\nkind: Pod\nmetadata: {name: pod}\nspec: {containers: [{name: c, image: nginx}]}\n",
  };
  const { worlds, unreached } = find(files, ["git@example.com:fleet.git"]);
  expect(
    worlds.map(({ entry, builds }) => `${entry}: ${builds.map(showBuild).join("; ")}`),
  ).toEqual([
    "argocd: argocd argocd (root) Application/argocd/plain Application/argocd/kustomized Application/argocd/chart Application/argocd/root; argocd plain (plain) ConfigMap/shop/a Namespace//b; argocd kustomized (kustomized) Pod/shop/p-pod; argocd istiod (chart)",
    "plain/deep: plain plain/deep ConfigMap//skip partial",
  ]);
  expect(unreached).toEqual(["plain/deep/skip.yaml"]);
  const pod = worlds[0]!.builds[2]!.resources[0]!;
  expect(pod.data).toMatchObject({
    metadata: { namespace: "shop" },
    spec: { x: 1, containers: [{ image: "mirror:2" }] },
  });
  expect(pod.locate(["metadata", "namespace"])).toMatchObject({
    file: "argocd/apps.yaml",
    line: 15,
  });
});

test("Applications for other clusters make worlds of their own", () => {
  const files = {
    "apps.yaml":
      application("a", "{repoURL: x, path: a}", "{name: east}") +
      application("b", "{repoURL: x, path: a}", "{name: west}"),
    "a/a.yaml": object("ConfigMap", "a"),
  };
  expect(show(files)).toEqual([
    ".: plain . Application/argocd/a Application/argocd/b",
    ". (east): argocd a (a) ConfigMap//a",
    ". (west): argocd a (b) ConfigMap//a",
  ]);
});

const applicationSet = (
  generators: string,
  template: string,
  go = false,
) => `apiVersion: argoproj.io/v1alpha1
kind: ApplicationSet
metadata: {name: set, namespace: argocd}
spec:
  goTemplate: ${go}
  generators: ${generators}
  template:
    metadata: {name: "${template}"}
    spec: {project: default, destination: {name: in-cluster}, source: {repoURL: x, path: "${go ? "{{ .path.path }}" : "{{path}}"}"}}
`;
const folders = {
  "apps/one/a.yaml": object("ConfigMap", "one"),
  "apps/two/a.yaml": object("ConfigMap", "two"),
  "apps/skip/a.yaml": object("ConfigMap", "skip"),
};

test.each([
  [
    "directories",
    applicationSet(
      "[{git: {repoURL: x, directories: [{path: apps/*}, {path: apps/skip, exclude: true}]}}]",
      "{{path.basename}}",
    ),
  ],
  [
    "directories, goTemplate",
    applicationSet(
      "[{git: {repoURL: x, directories: [{path: apps/*}, {path: apps/skip, exclude: true}]}}]",
      "{{ index .path.segments 1 }}",
      true,
    ),
  ],
  [
    "a list",
    applicationSet(
      "[{list: {elements: [{name: one, path: apps/one}, {name: two, path: apps/two}]}}]",
      "{{name}}",
    ),
  ],
  [
    "a matrix",
    applicationSet(
      '[{matrix: {generators: [{list: {elements: [{dir: one}, {dir: two}]}}, {git: {repoURL: x, directories: [{path: "apps/{{dir}}"}]}}]}}]',
      "{{dir}}",
    ),
  ],
  [
    "a merge",
    applicationSet(
      "[{merge: {mergeKeys: [name], generators: [{list: {elements: [{name: one, path: wrong}, {name: two, path: apps/two}]}}, {list: {elements: [{name: one, path: apps/one}]}}]}}]",
      "{{name}}",
    ),
  ],
])("an ApplicationSet with %s is followed", (_, set) => {
  expect(show({ ...folders, "set.yaml": set })[0]).toBe(
    ".: plain . ApplicationSet/argocd/set; argocd apps/one (one) ConfigMap//one; argocd apps/two (two) ConfigMap//two",
  );
});

test("generators that ask a cluster leave the build partial", () => {
  expect(show({ "set.yaml": applicationSet("[{clusters: {}}]", "{{name}}") })).toEqual([
    ".: plain . ApplicationSet/argocd/set partial",
  ]);
});

test.each([
  [
    "a templatePatch of sources",
    "templatePatch: 'spec: {source: {path: \"{{.path}}/prod\"}}'",
    true,
  ],
  ["a templatePatch of how to sync", "templatePatch: 'spec: {syncPolicy: {automated: {}}}'", false],
  ["a templatePatch that is empty", "templatePatch: ''", false],
])("an ApplicationSet with %s", (_, patch, partial) => {
  const set = applicationSet("[{list: {elements: [{name: one, path: apps/one}]}}]", "{{name}}");
  const [world] = show({
    ...folders,
    "set.yaml": set.replace("  template:", `  ${patch}\n  template:`),
  });
  expect(world).toBe(
    `.: plain . ApplicationSet/argocd/set${partial ? " partial" : "; argocd apps/one (one) ConfigMap//one"}`,
  );
});

test("a generator's own template leaves the build partial", () => {
  const generator =
    "{list: {elements: [{name: one}], template: {metadata: {}, spec: {source: {repoURL: x, path: apps/two}}}}}";
  expect(show({ ...folders, "set.yaml": applicationSet(`[${generator}]`, "{{name}}") })[0]).toBe(
    ".: plain . ApplicationSet/argocd/set partial",
  );
});

test("without any engine, kustomizations that nothing includes and plain folders are builds", () => {
  const files = {
    "base/kustomization.yaml": "resources: [a.yaml]\n",
    "base/a.yaml": object("ConfigMap", "a"),
    "one/kustomization.yaml": "resources: [../base]\n",
    "two/kustomization.yaml": "resources: [../base]\n",
    "plain/b.yaml": object("ConfigMap", "b"),
    "values.yaml": "replicas: 3\n",
  };
  expect(show(files)).toEqual([
    "one: kustomize one ConfigMap//a",
    "two: kustomize two ConfigMap//a",
    "plain: plain plain ConfigMap//b",
  ]);
  expect(find(files).unreached).toEqual(["plain/b.yaml"]);
  expect(find({ "plain/b.yaml": object("ConfigMap", "b") }).unreached).toEqual([]);
});

test("Kustomizations that lead to each other are followed once", () => {
  const files = { "a/a.yaml": flux("b", "./b"), "b/b.yaml": flux("a", "./a") };
  expect(find(files).worlds.flatMap(({ builds }) => builds)).toHaveLength(2);
});

test("takes a plain folder apart whose files define the same objects", () => {
  const files = {
    "samples/a.yaml": object("ConfigMap", "settings", "shop"),
    "samples/b.yaml": object("ConfigMap", "settings", "shop"),
  };
  expect(show(files)).toEqual([
    "samples/a.yaml: plain samples ConfigMap/shop/settings partial",
    "samples/b.yaml: plain samples ConfigMap/shop/settings partial",
  ]);
  expect(find(files).problems.map(({ rule, severity, at }) => [rule, severity, at.file])).toEqual([
    ["kubernetes/duplicate-object", "info", "samples/b.yaml"],
  ]);
});

test("does not go by the remotes of a fork, which no file names", () => {
  const files = {
    "clusters/one/flux-system/sync.yaml":
      repository("flux-system", "https://example.com/me/fleet") +
      flux("flux-system", "./clusters/one"),
    "clusters/one/apps.yaml": flux("apps", "./apps"),
    "apps/settings.yaml": object("ConfigMap", "settings", "shop"),
  };
  expect(show(files, ["https://example.com/you/fork"])).toEqual(show(files));
});

test("does not look for the folders of another branch here", () => {
  const missing = (branch: string) => {
    const source = repository("tenant", "https://example.com/me/fleet");
    const text =
      source.replace("{interval", `{ref: {branch: ${branch}}, interval`) +
      flux("tenant", "./production").replace("name: flux-system}", "name: tenant}");
    return find({ "clusters/one/tenant.yaml": text }, ["https://example.com/me/fleet"]).problems;
  };
  expect(missing("tenant")).toEqual([]);
  expect(missing("main").map(({ rule }) => rule)).toEqual(["flux/path-exists"]);
});

test("what a kustomization leaves out, or an unused Component names, is part of no build", () => {
  const files = {
    "web/kustomization.yaml": "resources: [web.yaml]",
    "web/web.yaml": object("ConfigMap", "web"),
    "web/forgotten.yaml": object("ConfigMap", "forgotten"),
    "extra/kustomization.yaml": `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources: [extra.yaml]`,
    "extra/extra.yaml": object("ConfigMap", "extra"),
  };
  expect(show(files)).toEqual(["web: kustomize web ConfigMap//web"]);
  expect(find(files).parts).toEqual(["extra/extra.yaml", "web/forgotten.yaml"]);
});

test("images of a spec lie over those of the kustomization, each value from where it is written", () => {
  const image = (name: string) => ({ name, image: name });
  const files = {
    "flux/apps.yaml": flux(
      "apps",
      "./apps",
      `  images:
    - {name: new, newTag: "2"}
    - {name: web, newTag: "3"}
`,
    ),
    "apps/kustomization.yaml": `resources: [pod.yaml]
images:
  - {name: web, newName: mirror/web, digest: "sha256:01"}
`,
    "apps/pod.yaml": `apiVersion: v1
kind: Pod
metadata: {name: web}
spec: {containers: ${JSON.stringify([image("web"), image("new")])}}
`,
  };
  const [{ data, locate }] = find(files).worlds[0]!.builds[1]!.resources as [Build["resources"][0]];
  expect(data["spec"]).toEqual({
    containers: [
      { name: "web", image: "mirror/web:3" },
      { name: "new", image: "new:2" },
    ],
  });
  expect(locate(["spec", "containers", 1, "image"])).toMatchObject({ file: "flux/apps.yaml" });
});

test("a kustomization that includes itself is told of, and a path without manifests too", () => {
  const rulesOf = (files: Record<string, string>, remotes?: string[]) =>
    findWorlds(sourceTree(new Map(Object.entries(files))), { remotes }).problems.map(
      ({ rule, severity }) => `${severity} ${rule}`,
    );
  expect(rulesOf({ "app/kustomization.yaml": 'resources: ["."]\n' })).toEqual([
    "error kustomize/cycle",
  ]);
  const files = {
    "flux/apps.yaml": `${flux("apps", "./apps")}---\n${flux("docs", "./docs")}`,
    "apps/service.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: web}\n",
    "docs/README.md": "text\n",
  };
  expect(rulesOf(files)).toEqual(["warning flux/path-exists"]);
});

test("a FluxInstance follows its path as a bootstrap does", () => {
  const files = {
    "clusters/a/flux-system/instance.yaml": `apiVersion: fluxcd.controlplane.io/v1
kind: FluxInstance
metadata: {name: flux, namespace: flux-system}
spec:
  distribution: {version: 2.x, registry: ghcr.io/fluxcd}
  sync: {kind: GitRepository, url: "https://git.example.com/fleet.git", ref: refs/heads/main, path: clusters/a}
`,
    "clusters/a/flux-system/settings.yaml":
      "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: flux-system}\ndata: {name: web}\n",
    "clusters/a/apps.yaml": flux(
      "apps",
      "./apps",
      "  postBuild: {substituteFrom: [{kind: ConfigMap, name: settings}]}\n",
    ),
    "apps/service.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n",
  };
  expect(show(files)).toEqual([
    "clusters/a: flux clusters/a (flux-system) ConfigMap/flux-system/settings FluxInstance/flux-system/flux Kustomization/flux-system/apps; flux apps (apps) Service//web",
  ]);
  const wrong = files["clusters/a/flux-system/instance.yaml"].replace(
    "path: clusters/a",
    "path: c",
  );
  const { problems } = find({ ...files, "clusters/a/flux-system/instance.yaml": wrong }, [
    "https://git.example.com/fleet.git",
  ]);
  expect(problems.map(({ rule, at }) => `${rule} ${at.file}:${at.line}`)).toEqual([
    "flux/path-exists clusters/a/flux-system/instance.yaml:6",
  ]);
});

test("samples of Applications that have the same name are alternatives, other folders have it twice", () => {
  const files = (folder: string) => ({
    [`${folder}/one.yaml`]: application(
      "shop",
      "{repoURL: https://git.example.com/a.git, path: app}",
    ),
    [`${folder}/two.yaml`]: application(
      "shop",
      "{repoURL: https://git.example.com/a.git, path: app}",
    ),
    "app/service.yaml": object("Service", "web"),
  });
  const severities = (folder: string) =>
    find(files(folder)).problems.map(({ severity }) => severity);
  expect(find(files("docs/examples")).worlds).toHaveLength(2);
  expect(severities("docs/examples")).toEqual(["info"]);
  expect(find(files("root")).worlds).toHaveLength(1);
  expect(severities("root")).toEqual([]);
});

test("where an engine applies a repository, a kustomization that it leaves alone breaks nothing", () => {
  const broken = {
    "old/kustomization.yaml": "resources: [gone.yaml, a.yaml]\n",
    "old/a.yaml": object("Service", "a"),
  };
  const severities = (files: Record<string, string>) =>
    find(files).problems.map(({ severity, rule }) => `${severity} ${rule}`);
  expect(severities(broken)).toEqual(["error kustomize/missing-path"]);
  const applied = {
    "flux/apps.yaml": flux("apps", "./apps"),
    "apps/b.yaml": object("Service", "b"),
  };
  expect(severities({ ...broken, ...applied })).toEqual(["warning kustomize/missing-path"]);
});
