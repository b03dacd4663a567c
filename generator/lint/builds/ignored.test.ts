import { expect, test } from "vitest";
import { sourceTree } from "../source.ts";
import { isLeftOutOfGit } from "./ignored.ts";
import { createRenderer } from "./kustomize/render.ts";
import { openFolders } from "./tree.ts";

const open = (files: Record<string, string>) =>
  openFolders(sourceTree(new Map(Object.entries(files))));

test.each([
  ["secret.yaml", "a/b/secret.yaml", true],
  ["*.env", "a/local.env", true],
  ["/secret.yaml", "a/secret.yaml", false],
  ["/secret.yaml", "secret.yaml", true],
  ["a/*_patch.yaml", "a/image_patch.yaml", true],
  ["a/*_patch.yaml", "b/a/image_patch.yaml", false],
  ["**/dev/*.yaml", "a/b/dev/x.yaml", true],
  ["build/", "build/out/x.yaml", true],
  ["build/", "build", false],
  ["out/build/", "out/build/x.yaml", true],
  ["# secret.yaml", "secret.yaml", false],
  ["*.yaml\n!kept.yaml", "kept.yaml", false],
  ["?.yaml", "ab.yaml", false],
])("%j leaves out %s: %s", (patterns, path, expected) => {
  expect(isLeftOutOfGit(open({ ".gitignore": `${patterns}\n` }), path)).toBe(expected);
});

test("a nearer .gitignore counts after those above it", () => {
  const tree = open({ ".gitignore": "*.yaml\n", "a/.gitignore": "!x.yaml\n" });
  expect(isLeftOutOfGit(tree, "a/x.yaml")).toBe(false);
  expect(isLeftOutOfGit(tree, "b/x.yaml")).toBe(true);
});

test("a file that is made before a build is no mistake of the kustomization, but to Flux", () => {
  const tree = open({
    ".gitignore": "/dev/*_patch.yaml\n",
    "dev/kustomization.yaml": "resources: [a.yaml]\npatches: [{ path: image_patch.yaml }]\n",
    "dev/a.yaml": "apiVersion: v1\nkind: Service\nmetadata: { name: a }\n",
  });
  const byHand = createRenderer(tree, { restrict: true }).render("dev")!;
  expect(byHand.problems).toEqual([]);
  expect(byHand.partial.map(({ reason }) => reason)).toEqual([
    "patch image_patch.yaml is not in Git and is made before the build (.gitignore)",
  ]);
  const byFlux = createRenderer(tree, { restrict: false }).render("dev")!;
  expect(byFlux.problems.map(({ rule }) => rule)).toEqual(["kustomize/missing-path"]);
});
