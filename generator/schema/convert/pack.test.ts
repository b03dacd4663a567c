import fc from "fast-check";
import { expect, test } from "vitest";
import { isPackName, packPath, printSchema } from "./pack.ts";

test("the path is the one that kubeconform and the CRD catalogues use", () => {
  expect(packPath("networking.istio.io", "v1", "VirtualService")).toBe(
    "networking.istio.io/virtualservice_v1.json",
  );
  expect(packPath("", "v1", "Service")).toBe("core/service_v1.json");
});

test("names that would leave the folder are refused", () => {
  expect(isPackName("a.b", "v1", "Kind")).toBe(true);
  expect(isPackName("", "v1", "Kind")).toBe(true);
  for (const [group, version, kind] of [
    ["..", "v1", "A"],
    ["a/b", "v1", "A"],
    ["a", "v1/x", "A"],
    ["a", "v1", "../A"],
    ["a", "v1", ""],
  ] as const) {
    expect(isPackName(group, version, kind)).toBe(false);
  }
});

test("short objects stand on one line, keys are sorted", () => {
  const long = "x".repeat(150);
  expect(
    printSchema({ type: "object", properties: { b: { type: "string" }, a: { pattern: long } } }),
  ).toBe(
    `{\n "properties": {\n  "a": {\n   "pattern": "${long}"\n  },\n  "b": {"type": "string"}\n },\n "type": "object"\n}\n`,
  );
});

test("any JSON reads back as it was, and the order of keys changes no byte", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (schema) => {
      expect(JSON.parse(printSchema(schema))).toEqual(JSON.parse(JSON.stringify(schema)));
      const turned = Object.fromEntries(Object.entries(schema).toReversed());
      expect(printSchema(turned)).toBe(printSchema(schema));
    }),
  );
});
