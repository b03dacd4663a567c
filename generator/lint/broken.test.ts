import { expect, test } from "vitest";
import { packSource, SHIPPED_PACKS } from "../disk/packs.ts";
import { lintTree } from "./engine.ts";

const schemas = [packSource(SHIPPED_PACKS)];

function lint(...documents: string[]): string[] {
  const tree = new Map([
    ["kustomization.yaml", "resources: [all.yaml]\n"],
    ["all.yaml", documents.join("---\n")],
  ]);
  return lintTree({ tree, schemas }).findings.map(({ rule, at }) => `${at.line} ${rule}`);
}

const role = (kind: string, name: string, more = "") =>
  `apiVersion: rbac.authorization.k8s.io/v1\nkind: ${kind}\nmetadata: { name: ${name} }\n${more}`;
const other = role("ClusterRole", "other");
const binding = (subjects: string) =>
  role(
    "ClusterRoleBinding",
    "read",
    `roleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: read }\nsubjects: ${subjects}\n`,
  );

test("a mistake hides what follows from it in its own document alone", () => {
  expect(lint(other, binding("[]"))).toEqual(["8 kubernetes/role-reference"]);
  expect(lint(role("ClusterRole", "other", "rules: 1\n"), binding("[]"))).toEqual([
    "4 schema/type",
    "9 kubernetes/role-reference",
  ]);
  expect(lint(other, binding("1"))).toEqual(["9 schema/type"]);
});

test("a mistake in what an object is hides what the rest of the file misses", () => {
  expect(lint(other, role("ClusterRole", "read"), binding("[]"))).toEqual([]);
  expect(lint(other, role("ClusterRol", "read"), binding("[]"))).toEqual(["6 schema/unknown-kind"]);
  expect(lint(other, role("ClusterRole", "re/ad"), binding("[]"))).toEqual(["7 schema/metadata"]);
  expect(lint(other, role("ClusterRole", "read", "rules: {\n"), binding("[]"))).toEqual([
    "9 yaml/syntax",
  ]);
});
