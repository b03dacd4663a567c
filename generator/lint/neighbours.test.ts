import { expect, test } from "vitest";
import { lintTree } from "./engine.ts";

const deployment = (configMap: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec:
      containers: [{ name: web, image: web:1, envFrom: [{ configMapRef: { name: ${configMap} } }] }]
`;
const configMap = `apiVersion: v1
kind: ConfigMap
metadata: { name: settings, namespace: shop }
`;
const other = configMap.replace("settings", "other");
const kustomization = (...resources: string[]) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [${resources.join(", ")}]\n`;
const flux = `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: app, namespace: flux-system }
spec: { interval: 10m, prune: true, path: ./app, sourceRef: { kind: GitRepository, name: flux-system } }
`;

function missing(files: Record<string, string>): number {
  const { findings } = lintTree({ tree: new Map(Object.entries(files)), schemas: [] });
  return findings.filter(({ rule }) => rule === "kubernetes/config-exists").length;
}

test("a kustomization may count on what those beside, above and below it make, not on its variants and not on what lies elsewhere", () => {
  const app = {
    "deploy/app/kustomization.yaml": kustomization("web.yaml", "other.yaml"),
    "deploy/app/web.yaml": deployment("settings"),
    "deploy/app/other.yaml": other,
  };
  const common = (folder: string, ...more: string[]) => ({
    [`${folder}/kustomization.yaml`]: kustomization("settings.yaml", ...more),
    [`${folder}/settings.yaml`]: configMap,
  });
  expect(missing(app)).toBe(1);
  expect(missing({ ...app, ...common("deploy/common") })).toBe(0);
  expect(missing({ ...app, ...common("deploy/app/common") })).toBe(0);
  expect(missing({ ...app, "deploy/settings.yaml": configMap })).toBe(0);
  expect(missing({ ...app, "settings.yaml": configMap })).toBe(1);
  expect(missing({ ...app, ...common("elsewhere") })).toBe(1);
  expect(missing({ ...app, ...common("deploy/old") })).toBe(1);
  const overlay = (name: string, ...more: string[]) => ({
    [`overlays/${name}/kustomization.yaml`]: kustomization("../../base", ...more),
  });
  const variants = {
    "base/kustomization.yaml": kustomization("web.yaml", "other.yaml"),
    "base/web.yaml": deployment("settings"),
    "base/other.yaml": other,
    ...overlay("dev", "settings.yaml"),
    "overlays/dev/settings.yaml": configMap,
    ...overlay("prod"),
  };
  expect(missing(variants)).toBe(1);
});

test("what an engine applies may count on what is applied by hand, and on nothing that is put away", () => {
  const app = {
    "cluster/app.yaml": flux,
    "app/web.yaml": deployment("settings"),
    "app/other.yaml": other,
  };
  expect(missing(app)).toBe(1);
  expect(missing({ ...app, "bootstrap/settings.yaml": configMap })).toBe(0);
  expect(missing({ ...app, "archive/settings.yaml": configMap })).toBe(1);
});
