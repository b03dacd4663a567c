import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Finding } from "../core/finding.ts";
import { SHIPPED_PACKS } from "../disk/packs.ts";
import { checkedDocuments, packFolders, printDisagreements } from "./second-opinion.ts";

const tree = new Map([
  [
    "a.yaml",
    "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\napiVersion: v1\nkind: Secret\nmetadata:\n  name: b\ndata: 5\n",
  ],
  ["kustomization.yaml", "resources: [a.yaml]\npatches: [{path: p.yaml}]\n"],
  ["p.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n"],
  ["values.yaml", "a: b\n"],
]);
const finding: Finding = {
  rule: "schema/type",
  severity: "error",
  message: "data must be a mapping",
  at: { file: "a.yaml", line: 9, column: 7 },
};

test("the objects of manifests are handed on, each with its own findings; patches and other files are not", () => {
  const documents = checkedDocuments(tree, undefined, [finding]);
  expect(
    documents.map(({ at, resource, findings }) => [at.file, resource!.kind, findings.length]),
  ).toEqual([
    ["a.yaml", "ConfigMap", 0],
    ["a.yaml", "Secret", 1],
  ]);
  expect(checkedDocuments(tree, new Set(["values.yaml"]), [])).toEqual([]);
});

test("pack folders come in the order that lint looks into them, a Kubernetes minor before the rest", () => {
  const root = mkdtempSync(join(tmpdir(), "opinion-"));
  try {
    mkdirSync(join(root, "schemas"));
    mkdirSync(join(root, "given/kubernetes-1.36"), { recursive: true });
    expect(packFolders([join(root, "given"), join(root, "crd.yaml")], root, "1.36")).toEqual([
      join(root, "given/kubernetes-1.36"),
      join(root, "given"),
      join(root, "schemas"),
      join(SHIPPED_PACKS, "kubernetes-1.36"),
      SHIPPED_PACKS,
    ]);
  } finally {
    rmSync(root, { recursive: true });
  }
});

test("disagreements are printed with their reason, or with the way to decide", () => {
  const at = { file: "a.yaml", line: 3, column: 1 };
  expect(printDisagreements([])).toBe("second opinion: kubeconform agrees\n");
  expect(
    printDisagreements([
      {
        at,
        refusedBy: "kubeconform",
        messages: ["/spec/a: got null"],
        reason: "nulls are dropped",
      },
      { at, refusedBy: "meshwright", messages: ["unknown field"] },
    ]),
  ).toBe(`a.yaml:3:1: only kubeconform refuses this
    /spec/a: got null
    nulls are dropped
a.yaml:3:1: only Meshwright refuses this
    unknown field
    not explained; the API server decides: kubectl apply --dry-run=server
second opinion: kubeconform disagrees on 2, 1 of them explained
`);
});
