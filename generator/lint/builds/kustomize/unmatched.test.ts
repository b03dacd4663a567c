import { expect, test } from "vitest";
import { sourceTree } from "../../source.ts";
import { findWorlds } from "../worlds.ts";

const web = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  labels: { app: web }
spec:
  template:
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0
`;

function find(files: Record<string, string>): string[] {
  const tree = new Map(Object.entries({ "web.yaml": web, ...files }));
  return findWorlds(sourceTree(tree)).problems.map(
    ({ rule, severity, at, message }) => `${at.file}:${at.line} ${severity} ${rule} ${message}`,
  );
}

const patch = (target: string) =>
  `patches:\n  - target: ${target}\n    patch: |\n      - op: add\n        path: /spec/replicas\n        value: 2\n`;
const inOne = (target: string) =>
  find({ "kustomization.yaml": `resources: [web.yaml]\n${patch(target)}` });

test.each([
  [
    "{kind: Deployment, name: wbe}",
    'Deployment wbe, so the patch changes nothing, did you mean "web"?',
  ],
  ["{kind: Deploymnt}", 'Deploymnt, so the patch changes nothing, did you mean "Deployment"?'],
  ["{kind: StatefulSet, name: web}", "StatefulSet web, so the patch changes nothing"],
  ["{labelSelector: app=wbe}", "object with labels app=wbe, so the patch changes nothing"],
  [
    "{group: batch, kind: Deployment, name: web}",
    "Deployment web of batch, so the patch changes nothing",
  ],
])("a target that selects nothing is told: %s", (target, words) => {
  expect(inOne(target)).toEqual([
    `kustomization.yaml:3 warning kustomize/patch-target no object of this build is ${words}`,
  ]);
});

test.each([
  "{kind: Deployment, name: web}",
  "{kind: Deployment, name: w.*}",
  "{kind: StatefulSet}",
  '{kind: StatefulSet, name: ".*"}',
  "{kind: StatefulSet, labelSelector: app!=web}",
  '{kind: StatefulSet, name: "${app}"}',
])("a target that selects something, or is meant for whatever there is, is not: %s", (target) => {
  expect(inOne(target)).toEqual([]);
});

test("a Component's patch has to select something in one of the builds", () => {
  const files = (target: string) => ({
    "component/kustomization.yaml": `kind: Component\n${patch(target)}`,
    "one/kustomization.yaml": "resources: [web.yaml]\ncomponents: [../component]\n",
    "one/web.yaml": web,
    "two/kustomization.yaml": "resources: [web.yaml]\ncomponents: [../component]\n",
    "two/web.yaml": web.replaceAll("web", "shop"),
  });
  expect(find(files("{kind: Deployment, name: shop}"))).toEqual([]);
  expect(find(files("{kind: Deployment, name: blog}"))).toEqual([
    "component/kustomization.yaml:3 warning kustomize/patch-target no object of this build is Deployment blog, so the patch changes nothing",
  ]);
});

test("what could be in a part that is not here is not told", () => {
  for (const resources of ["[web.yaml, https://example.com/all.yaml]", "[web.yaml, later.yaml]"])
    expect(
      find({
        "kustomization.yaml": `resources: ${resources}\n${patch("{name: other}")}images: [{name: other}]\n`,
        "later.yaml": "# filled by flux bootstrap\n",
      }),
    ).toEqual([]);
});

test("an image that no container has is told", () => {
  const images = (name: string) =>
    find({
      "kustomization.yaml": `resources: [web.yaml]\nimages:\n  - name: ${name}\n    newTag: "2"\n`,
    });
  expect(images("registry.example.com/web")).toEqual([]);
  expect(images("registry.example.com/wbe")).toEqual([
    'kustomization.yaml:3 warning kustomize/unused-image no container of this build has image registry.example.com/wbe, so this changes nothing, did you mean "registry.example.com/web"?',
  ]);
});
