import { expect, test } from "vitest";
import { packSource, SHIPPED_PACKS } from "../disk/packs.ts";
import { lintTree } from "./engine.ts";

const schemas = [packSource(SHIPPED_PACKS)];

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0
`;

function find(files: Record<string, string>): string[] {
  return lintTree({ tree: new Map(Object.entries(files)), schemas }).findings.map(
    ({ at, rule, message, fix }) =>
      `${at.file}:${at.line}:${at.column} ${rule} ${message}${fix ? " (fix)" : ""}`,
  );
}

const indent = (text: string, columns: number) => text.replaceAll(/^(?=.)/gm, " ".repeat(columns));

const holders: [string, (patch: string, target: string) => string, number][] = [
  [
    "a kustomization",
    (patch, target) =>
      `resources:\n  - web.yaml\npatches:\n  - patch: |\n${indent(patch, 6)}${indent(target, 4)}`,
    4,
  ],
  [
    "a Flux Kustomization",
    (patch, target) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: web, namespace: flux-system }
spec:
  interval: 10m
  prune: true
  path: ./elsewhere
  sourceRef: { kind: GitRepository, name: shop }
  patches:
    - patch: |
${indent(patch, 8)}${indent(target, 6)}`,
    10,
  ],
  [
    "a HelmRelease",
    (patch, target) => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: web }
spec:
  interval: 10m
  chartRef: { kind: OCIRepository, name: web }
  postRenderers:
    - kustomize:
        patches:
          - patch: |
${indent(patch, 14)}${indent(target, 12)}`,
    10,
  ],
  [
    "an Application",
    (patch, target) => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  project: default
  destination: { name: in-cluster, namespace: web }
  source:
    repoURL: https://git.example.com/elsewhere.git
    path: web
    kustomize:
      patches:
        - patch: |
${indent(patch, 12)}${indent(target, 10)}`,
    12,
  ],
];

const patch = (spec: string) =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  ${spec}\n`;

test.each(holders)(
  "a patch in %s is checked as a partial object, where it stands",
  (_, hold, header) => {
    const fileOf = (text: string): Record<string, string> =>
      text.startsWith("apiVersion")
        ? { "a.yaml": text }
        : { "kustomization.yaml": text, "web.yaml": deployment };
    const mistakes = (spec: string, target = "") =>
      find(fileOf(hold(patch(spec), target))).filter(
        (line) => !/source-exists|unchecked/.test(line),
      );
    expect(mistakes("replicas: 2")).toEqual([]);
    expect(mistakes("replcas: 2")).toEqual([
      expect.stringMatching(
        new RegExp(`:${header + 6}:\\d+ schema/unknown-field .*did you mean "replicas"\\?$`),
      ) as string,
    ]);
    expect(mistakes("replicas: [2]")).toEqual([
      expect.stringMatching(new RegExp(`:${header + 6}:\\d+ schema/type `)) as string,
    ]);
    expect(mistakes("replicas: 2\n  replicas: 3")).toEqual([
      expect.stringMatching(new RegExp(`:${header + 7}:\\d+ yaml/duplicate-key `)) as string,
    ]);
    expect(mistakes("replicas: ${COUNT}", "")).toEqual([]);
  },
);

test("what deletes, operations, and a kind that only the target knows are no partial objects", () => {
  const kustomization = (text: string) => `resources:\n  - web.yaml\npatches:\n${indent(text, 2)}`;
  for (const text of [
    "- patch: |\n    $patch: delete\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata:\n      name: web\n",
    "- target:\n    kind: Deployment\n  patch: |\n    - op: add\n      path: /spec/replicas\n      value: 2\n",
    "- target:\n    kind: Deployment\n  patch: |\n    apiVersion: v1\n    kind: Service\n    metadata:\n      name: any\n    spec:\n      replicas: 2\n",
  ])
    expect(
      find({ "kustomization.yaml": kustomization(text), "web.yaml": deployment }),
      text,
    ).toEqual([]);
});
