import { expect, test } from "vitest";
import { sourceTree } from "../../../../source.ts";
import { findWorlds } from "../../../worlds.ts";

const configMap = (name: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: default }\n`;
const kustomization = (...resources: string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n${resources.map((each) => `  - ${each}\n`).join("")}`;

function orphansOf(files: Record<string, string>): string[] {
  return findWorlds(sourceTree(new Map(Object.entries(files))))
    .problems.filter(({ rule }) => rule === "kustomize/orphan")
    .map(({ at }) => at.file)
    .sort();
}

test("a manifest beside a kustomization, or beside files that one lists from above, is an orphan", () => {
  const files = {
    "app/kustomization.yaml": kustomization("a.yaml", "more/c.yaml"),
    "app/a.yaml": configMap("a"),
    "app/b.yaml": configMap("b"),
    "app/more/c.yaml": configMap("c"),
    "app/more/d.yaml": configMap("d"),
    "app/other/e.yaml": configMap("e"),
    "app/values.yaml": "replicas: 2\n",
    "plain/f.yaml": configMap("f"),
  };
  expect(orphansOf(files)).toEqual(["app/b.yaml", "app/more/d.yaml"]);
});

test("what is mentioned, set apart, or part of a kustomization elsewhere is none", () => {
  const files = {
    "app/kustomization.yaml": kustomization("a.yaml", "# b.yaml"),
    "app/a.yaml": configMap("a"),
    "app/b.yaml": configMap("b"),
    "app/shared.yaml": configMap("shared"),
    "app/_draft.yaml": configMap("draft"),
    "app/examples/kustomization.yaml": kustomization("x.yaml"),
    "app/examples/x.yaml": configMap("x"),
    "app/examples/y.yaml": configMap("y"),
    "other/kustomization.yaml": kustomization("../app/shared.yaml"),
  };
  expect(orphansOf(files)).toEqual([]);
});

test("a file beside a name that leads nowhere may be what is meant by it", () => {
  const files = {
    "app/kustomization.yaml": kustomization("gatway.yaml"),
    "app/gateway.yaml": configMap("gateway"),
  };
  expect(orphansOf(files)).toEqual([]);
});

test("where an engine applies a repository, kustomizations that it leaves alone own nothing", () => {
  const files = {
    "cluster/app.yaml": `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: app, namespace: flux-system }
spec: { interval: 10m, prune: true, path: ./app, sourceRef: { kind: GitRepository, name: flux-system } }
`,
    "app/kustomization.yaml": kustomization("a.yaml"),
    "app/a.yaml": configMap("a"),
    "app/b.yaml": configMap("b"),
    "old/kustomization.yaml": kustomization("c.yaml"),
    "old/c.yaml": configMap("c"),
    "old/d.yaml": configMap("d"),
  };
  expect(orphansOf(files)).toEqual(["app/b.yaml"]);
});
