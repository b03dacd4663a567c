import { expect, test } from "vitest";
import { makePack } from "./make.ts";
import { cachePath, readSources } from "./sources.ts";

const sum = `h1:${"A".repeat(43)}=`;
const entry = {
  name: "lamps",
  module: "example.com/lamps",
  version: "v1.0.0",
  sum,
  licence: "MIT",
  crds: ["crds"],
};

test("an entry is read with its folder", () => {
  expect(readSources({ sources: [entry] })).toEqual({
    modules: [{ ...entry, openapi: undefined, folder: "" }],
    problems: [],
  });
});

test.each([
  ["no list", {}, ["sources"]],
  ["no version", { sources: [{ ...entry, version: undefined }] }, ["sources", 0, "version"]],
  ["sum", { sources: [{ ...entry, sum: "abc" }] }, ["sources", 0, "sum"]],
  ["a path out of the module", { sources: [{ ...entry, crds: ["../x"] }] }, ["sources", 0, "crds"]],
  [
    "a folder out of schemas/",
    { sources: [{ ...entry, folder: "a/../.." }] },
    ["sources", 0, "folder"],
  ],
  ["nothing to convert", { sources: [{ ...entry, crds: undefined }] }, ["sources", 0]],
  ["no mapping", { sources: ["lamps"] }, ["sources", 0]],
])("%s is a problem with its path", (_, data, path) => {
  const { modules, problems } = readSources(data);
  expect(modules).toEqual([]);
  expect(problems.map((problem) => problem.path)).toEqual([path]);
});

test("upper-case letters are escaped as in Go's module cache", () => {
  expect(cachePath("github.com/Azure/x", "v1.0.0")).toBe("github.com/!azure/x@v1.0.0");
});

test("of two CRDs with one kind and version the first counts; other documents are passed over", () => {
  const crd = (type: string): unknown => ({
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: "lamps.example.com" },
    spec: {
      group: "example.com",
      scope: "Namespaced",
      names: { kind: "Lamp", plural: "lamps" },
      versions: [
        {
          name: "v1",
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: "object", properties: { a: { type } } } },
        },
      ],
    },
  });
  const { files, problems } = makePack(
    readSources({ sources: [entry] }).modules[0]!,
    [{ file: "a.yaml", documents: [crd("string"), null, { kind: "Other" }, crd("integer")] }],
    [],
  );
  expect(problems).toEqual([]);
  const schema = JSON.parse(files.get("example.com/lamp_v1.json")!);
  expect(schema.properties.a).toEqual({ type: "string" });
  expect(schema["x-meshwright-source"]).toBe("lamps");
});
