import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Finding } from "../../core/finding.ts";
import { readComments } from "../../yaml/comments.ts";
import { applyFixes } from "../../yaml/edit.ts";
import { createRenderer } from "../builds/kustomize/render.ts";
import { openFolders } from "../builds/tree.ts";
import { lintTree } from "../engine.ts";
import { rule } from "../rules/kustomize/deprecated-field/rule.ts";
import { sourceTree } from "../source.ts";
import { planRepairs } from "./repair.ts";

type Files = Readonly<Record<string, string>>;

function deprecated(files: Files): Finding[] {
  const tree = new Map(Object.entries(files));
  return lintTree({ tree, schemas: [], rules: [rule] }).findings.filter(
    (finding) => finding.rule === rule.name,
  );
}

/** What --fix makes of the files, and what it says that it leaves. */
function repair(files: Files): { files: Files; left: string[]; fixed: string[] } {
  const source = sourceTree(new Map(Object.entries(files)));
  const result = { ...files };
  const { repairs, refused } = planRepairs(source, deprecated(files), {}, () => true);
  for (const { fixes } of repairs) {
    for (const [file, wanted] of fixes) {
      const { text, skipped } = applyFixes(result[file]!, wanted);
      expect(skipped).toEqual([]);
      result[file] = text;
    }
  }
  const left = refused.map(({ file, about, reason }) => `${file} ${about}: ${reason}`);
  return { files: result, left, fixed: repairs.map(({ about }) => about) };
}

/** What the base and the overlay render to, each by itself. */
function built(files: Files): unknown {
  const tree = openFolders(sourceTree(new Map(Object.entries(files))));
  const renderer = createRenderer(tree, { restrict: false });
  return ["base", "over"].map((folder) => {
    const { resources, problems } = renderer.render(folder)!;
    return [
      resources.map(({ data }) => data),
      problems.map(({ rule: name, message }) => `${name} ${message}`),
    ];
  });
}

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 1
  selector:
    matchLabels:
      app: web
  template:
    metadata:
      labels:
        app: web
    spec:
      containers:
        - name: web
          image: nginx
          args: [--host=$(HOST), $(HOST)/$(PORT)]
`;
const SERVICE = `apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 80
      targetPort: http
`;
const base = { "deployment.yaml": DEPLOYMENT, "service.yaml": SERVICE };

function repairOne(kustomization: string, more: Files = {}): { text: string; left: string[] } {
  const { files, left } = repair({ ...base, ...more, "kustomization.yaml": kustomization });
  return { text: files["kustomization.yaml"]!, left };
}

describe("a deprecated field", () => {
  test("of labels becomes an entry of labels", () => {
    expect(
      repairOne(
        "# ours\ncommonLabels: # all\n  app: web # c\n\n  # t\n  team: a\nresources:\n- service.yaml\n",
      ),
    ).toEqual({
      text: "# ours\nlabels: # all\n- includeSelectors: true\n  pairs:\n    app: web # c\n\n    # t\n    team: a\nresources:\n- service.yaml\n",
      left: [],
    });
  });

  test("of labels that labels has too is left, as kustomize leaves it", () => {
    const text =
      "resources: [service.yaml]\ncommonLabels: {app: web}\nlabels: [{pairs: {app: shop}}]\n";
    expect(repairOne(text)).toEqual({
      text,
      left: ["kustomization.yaml commonLabels: labels has app too; keep one of them"],
    });
  });

  test("of patches keeps its place before patches", () => {
    const patch =
      "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 2}";
    const text = `resources: [deployment.yaml]
patches:
  - path: last.yaml # l
# merged
patchesStrategicMerge: # p
- first.yaml
# inline
- |-
${patch.replace(/^/gm, "  ")}
`;
    const files = { "first.yaml": patch, "last.yaml": patch.replace("2", "4") };
    expect(repairOne(text, files).text).toBe(`resources: [deployment.yaml]
patches:
  # merged
  # p
  - path: first.yaml
  # inline
  - patch: |-
${patch.replace(/^/gm, "      ")}
  - path: last.yaml # l
`);
  });

  test("of JSON patches is moved where labels do not change what it does", () => {
    const text = (label: string) => `resources: [deployment.yaml]
commonLabels: {${label}: web}
patchesJson6902:
  - target: {group: apps, version: v1, kind: Deployment, name: web}
    patch: '[{"op": "replace", "path": "/metadata/labels", "value": {"app": "shop"}}]'
`;
    const withLabels = {
      "deployment.yaml": DEPLOYMENT.replace("web\n", "web\n  labels: {a: b}\n"),
    };
    expect(repairOne(text("app"), withLabels).left).toEqual([
      'kustomization.yaml patchesJson6902: . would have another Deployment "web"',
    ]);
    const spec = text("app").replace(
      '/metadata/labels", "value": {"app": "shop"}',
      '/spec/replicas", "value": 3',
    );
    expect(repairOne(spec)).toMatchObject({ left: [], text: /patches:\n {2}- target/ });
  });

  test("of vars becomes replacements, and comments stay", () => {
    const text = `resources: [deployment.yaml, service.yaml]
namePrefix: a-
vars:
  # of the service
  - name: HOST
    objref: # o
      {kind: Service, name: web, apiVersion: v1}
  - name: PORT
    objref: {kind: Service, name: web, apiVersion: v1}
    fieldref: {fieldPath: "spec.ports[0].targetPort"}
`;
    expect(repairOne(text).text).toBe(`resources: [deployment.yaml, service.yaml]
namePrefix: a-
replacements:
  # of the service
  # o
  - source:
      kind: Service
      name: web
      fieldPath: metadata.name
    targets:
      - select:
          kind: Deployment
          name: web
        fieldPaths:
          - "spec.template.spec.containers.[name=web].args.0"
        options:
          delimiter: "="
          index: 1
      - select:
          kind: Deployment
          name: web
        fieldPaths:
          - "spec.template.spec.containers.[name=web].args.1"
        options:
          delimiter: /
          index: 0
  - source:
      kind: Service
      name: web
      fieldPath: spec.ports.0.targetPort
    targets:
      - select:
          kind: Deployment
          name: web
        fieldPaths:
          - "spec.template.spec.containers.[name=web].args.1"
        options:
          delimiter: /
          index: 1
`);
  });

  test("of vars that an overlay relies on is left", () => {
    const vars = "vars: [{name: HOST, objref: {kind: Service, name: web, apiVersion: v1}}]\n";
    const files = {
      "base/deployment.yaml": DEPLOYMENT.replace(", $(HOST)/$(PORT)", ""),
      "base/service.yaml": SERVICE,
      "base/kustomization.yaml": `resources: [deployment.yaml, service.yaml]\n${vars}`,
      "over/kustomization.yaml": "resources: [../base]\nnamePrefix: x-\n",
    };
    expect(repair(files).left).toEqual([
      'base/kustomization.yaml vars: over would have another Deployment "x-web"',
    ]);
    const alone = { ...files, "over/kustomization.yaml": "resources: [../base]\n" };
    expect(repair(alone)).toMatchObject({ left: [], fixed: ["vars"] });
  });

  test("is left where nothing shows what is built", () => {
    const patches = `patchesJson6902: [{target: {kind: Service, name: web, version: v1}, patch: '[{"op": "remove", "path": "/spec"}]'}]\n`;
    const remote = "resources:\n- https://github.com/a/b//c?ref=v1\n";
    expect(repairOne(`${remote}${patches}`).left).toEqual([
      expect.stringContaining("patchesJson6902: a part of . cannot be rendered here: "),
    ]);
    expect(repairOne(`resources: [nothing.yaml]\n${patches}`).left).toEqual([
      expect.stringContaining("patchesJson6902: a part of . cannot be rendered here: "),
    ]);
  });

  test("of a folder that is whole is moved, though a build around it is not", () => {
    const files = {
      ...base,
      "part/kustomization.yaml": "resources: [s.yaml]\npatchesStrategicMerge: [p.yaml]\n",
      "part/s.yaml": SERVICE,
      "part/p.yaml":
        "{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {type: NodePort}}",
      "kustomization.yaml": "resources:\n- part\n- https://github.com/a/b//c?ref=v1\n",
    };
    expect(repair(files)).toMatchObject({ left: [], fixed: ["patchesStrategicMerge"] });
    const component = {
      ...files,
      "part/kustomization.yaml": `kind: Component\napiVersion: kustomize.config.k8s.io/v1alpha1\n${files["part/kustomization.yaml"]}`,
      "kustomization.yaml": files["kustomization.yaml"].replace(
        "resources:\n- part",
        "components: [part]\nresources:",
      ),
    };
    expect(repair(component)).toMatchObject({
      fixed: [],
      left: [expect.stringContaining("a part of .")],
    });
  });

  test("behind the first document is left: kustomize does not read it", () => {
    const text = "resources: [service.yaml]\n---\ncommonLabels: {a: b}\n";
    expect(repairOne(text).text).toBe(text);
  });
});

/** One way to lay a list or mapping out. */
interface Style {
  readonly flow: boolean;
  readonly indent: number;
  readonly comments: readonly string[];
}
const comment = fc.constantFrom("", "", "# note", '  # it\'s "so": [x', "#", "      # deep");
const style: fc.Arbitrary<Style> = fc.record({
  flow: fc.boolean(),
  indent: fc.constantFrom(0, 2, 4),
  comments: fc.array(comment, { minLength: 4, maxLength: 4 }),
});
/** An item is one line in flow style, or lines. */
type Item = string | readonly string[];

function layOut(key: string, items: readonly Item[], { flow, indent, comments }: Style): string {
  const [above, behind, between, last] = comments as [string, string, string, string];
  const line = (text: string) => (text === "" ? "" : `${text}\n`);
  const head = line(above.trim());
  if (flow && items.every((item) => typeof item === "string"))
    return `${head}${key}: [${items.join(", ")}] ${behind.trim()}\n`;
  const margin = " ".repeat(indent);
  const body = items.map((item) => {
    const [first, ...rest] = typeof item === "string" ? [item] : item;
    const lines = rest.map((text) => `${text === "" ? "" : margin}${text}\n`);
    return `${margin}- ${first}\n${lines.join("")}`;
  });
  return `${head}${key}: ${behind.trim()}\n${body.join(line(between))}${line(last)}`;
}

function pairs(key: string, text: string, { flow, indent, comments }: Style): string {
  const [above, behind, between] = comments as [string, string, string];
  const head = above === "" ? "" : `${above.trim()}\n`;
  if (flow) return `${head}${key}: {${text}: x} ${behind.trim()}\n`;
  const inside = between === "" ? "" : `${between}\n`;
  return `${head}${key}: ${behind.trim()}\n${inside}${" ".repeat(indent + 1)}${text}: x # p\n`;
}

const jsonPatch = fc
  .constantFrom(
    '/spec/replicas", "value": 3',
    '/spec/paused", "value": true',
    '/metadata/labels", "value": {"team": "x"}',
  )
  .map(
    (path) =>
      `{target: {group: apps, version: v1, kind: Deployment, name: web}, patch: '[{"op": "add", "path": "${path}}]'}`,
  );
const mergePatch: fc.Arbitrary<Item> = fc.constantFrom<Item>(
  "merge.yaml",
  "'merge.yaml'",
  [
    "|-",
    "  apiVersion: apps/v1",
    "  kind: Deployment # web",
    "",
    "  metadata: {name: web}",
    "  spec: {paused: true}",
  ],
  [
    ">",
    "     {apiVersion: v1, kind: Service, metadata: {name: web},",
    "      spec: {type: NodePort}}",
  ],
);
const variable: fc.Arbitrary<Item> = fc.constantFrom<Item>(
  "{name: HOST, objref: {kind: Service, name: web, apiVersion: v1}}",
  ["name: HOST # h", "  objref:", "    kind: Service # o", "    name: web", "    apiVersion: v1"],
);
const list = (key: string, item: fc.Arbitrary<Item>, maxLength = 2) =>
  fc
    .tuple(fc.array(item, { minLength: 1, maxLength }), style)
    .map(([items, how]) => layOut(key, items, how));
const maybe = (part: fc.Arbitrary<string>) => fc.oneof(fc.constant(""), part);
const kustomization = (resources: readonly string[], bases: readonly string[]) =>
  fc
    .tuple(
      style.map((how) => layOut("resources", resources, how)),
      bases.length === 0 ? fc.constant("") : style.map((how) => layOut("bases", bases, how)),
      maybe(list("patchesStrategicMerge", mergePatch, 3)),
      maybe(list("patches", fc.constantFrom("{path: merge.yaml}", "path: last.yaml"), 1)),
      maybe(list("patchesJson6902", jsonPatch)),
      maybe(style.map((how) => pairs("commonLabels", "team", how))),
      maybe(
        list(
          "labels",
          fc.constantFrom("{pairs: {tier: back}}", "{includeSelectors: true, pairs: {team: z}}"),
          1,
        ),
      ),
      maybe(list("vars", variable, 1)),
      maybe(list("imageTags", fc.constant("{name: nginx, newTag: '1'}"), 1)),
      maybe(fc.constantFrom("namePrefix: a-\n", "namespace: shop\n", "\n\n# nothing\n\n")),
    )
    .chain((parts) => fc.shuffledSubarray(parts, { minLength: parts.length }))
    .map((parts) => parts.join(""));
const layout = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.constantFrom("", "\ufeff", "---\n", "# head\n\n"), fc.boolean(), fc.boolean())
    .map(([body, start, crlf, open]) => {
      const whole = start + (open ? body.replace(/\n$/, "") : body);
      return crlf ? whole.replaceAll("\n", "\r\n") : whole;
    });
const merge =
  "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {minReadySeconds: 5}\n";
const repository = fc.record({
  "base/kustomization.yaml": layout(kustomization(["deployment.yaml", "service.yaml"], [])),
  "over/kustomization.yaml": layout(kustomization(["extra.yaml"], ["../base"])),
  "base/deployment.yaml": fc.constant(DEPLOYMENT.replace(", $(HOST)/$(PORT)", "")),
  "base/service.yaml": fc.constant(SERVICE),
  "base/merge.yaml": fc.constant(merge),
  "base/last.yaml": fc.constant(merge.replace("5", "6")),
  "over/extra.yaml": fc.constant(SERVICE.replace("web", "extra")),
  "over/merge.yaml": fc.constant(merge.replace("5", "7")),
  "over/last.yaml": fc.constant(merge.replace("5", "8")),
});

const commentsOf = (files: Files) =>
  Object.values(files).map((text) =>
    readComments(text)
      .map((found) => found.text)
      .sort(),
  );

test("builds stay as they are, comments stay, and a second time nothing is left to do", () => {
  let fixed = 0;
  let left = 0;
  fc.assert(
    fc.property(repository, (files) => {
      const first = repair(files);
      expect(built(first.files)).toEqual(built(files));
      expect(commentsOf(first.files)).toEqual(commentsOf(files));
      expect(repair(first.files).fixed).toEqual([]);
      fixed += first.fixed.length;
      left += first.left.length;
    }),
    { numRuns: 80 },
  );
  expect(fixed).toBeGreaterThan(left);
});
