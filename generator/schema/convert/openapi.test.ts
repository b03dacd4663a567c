import { expect, test } from "vitest";
import { convertOpenApi } from "./openapi.ts";

const gvk = { group: "apps.example", version: "v1", kind: "Crate" };
const prefix = "#/components/schemas/";
const path = (methods: Record<string, unknown>): unknown => methods;
const write = { "x-kubernetes-group-version-kind": gvk };

function crate(
  properties: Record<string, unknown>,
  types: Record<string, unknown> = {},
  more: Record<string, unknown> = {},
): unknown {
  return {
    paths: {
      "/apis/apps.example/v1/namespaces/{namespace}/crates": path({ post: write }),
      "/apis/apps.example/v1/namespaces/{namespace}/crates/{name}/status": path({ put: write }),
    },
    components: {
      schemas: {
        "io.example.apps.v1.Crate": {
          type: "object",
          properties: {
            apiVersion: { type: "string" },
            kind: { type: "string" },
            metadata: {},
            ...properties,
          },
          "x-kubernetes-group-version-kind": [gvk],
          ...more,
        },
        "io.example.apps.v1.CrateList": {
          type: "object",
          properties: {},
          "x-kubernetes-group-version-kind": [{ ...gvk, kind: "CrateList" }],
        },
        ...types,
      },
    },
  };
}

function convert(document: unknown, optional: Record<string, string[]> = {}): any {
  const entries = convertOpenApi([document as Record<string, unknown>], { optional });
  expect(entries.map(({ kind }) => kind)).toEqual(["Crate"]);
  return entries[0]!.schema;
}

test("a kind that can be written gets a closed schema with its scope; lists and options do not", () => {
  expect(
    convert(crate({ size: { type: "integer", format: "int32", description: "how big" } })),
  ).toEqual({
    type: "object",
    additionalProperties: false,
    properties: {
      apiVersion: { type: "string" },
      kind: { type: "string" },
      metadata: { type: "object" },
      size: { type: "integer", format: "int32" },
    },
    "x-kubernetes-group-version-kind": [gvk],
    "x-meshwright-dialect": "native",
    "x-meshwright-scope": "Namespaced",
    "x-meshwright-status": true,
  });
});

test("kinds of subresources are no kinds of files", () => {
  const document = crate({}) as { paths: Record<string, unknown> };
  document.paths = {
    "/apis/apps.example/v1/namespaces/{namespace}/pods/{name}/crate": { post: write },
  };
  expect(convertOpenApi([document], { optional: {} })).toEqual([]);
});

test("types are shared under definitions, and may contain themselves", () => {
  const spec = {
    type: "object",
    properties: { next: { allOf: [{ $ref: `${prefix}io.example.apps.v1.Spec` }], default: {} } },
    required: ["next", "size"],
  };
  const schema = convert(
    crate(
      { spec: { $ref: `${prefix}io.example.apps.v1.Spec` } },
      { "io.example.apps.v1.Spec": spec },
    ),
    { "io.example.apps.v1.Spec": ["size"] },
  );
  expect(schema.properties.spec).toEqual({ $ref: "#/definitions/apps.v1.Spec" });
  expect(schema.definitions).toEqual({
    "apps.v1.Spec": {
      type: "object",
      additionalProperties: false,
      properties: { next: { $ref: "#/definitions/apps.v1.Spec" } },
      required: ["next"],
    },
  });
});

test("types with one short name in two packages keep their long names", () => {
  const types = {
    "io.example.apps.v1.Spec": { type: "object" },
    "org.other.apps.v1.Spec": { type: "object", properties: { a: { type: "string" } } },
  };
  const schema = convert(
    crate(
      {
        one: { $ref: `${prefix}io.example.apps.v1.Spec` },
        two: { $ref: `${prefix}org.other.apps.v1.Spec` },
      },
      types,
    ),
  );
  expect(Object.keys(schema.definitions)).toEqual([
    "io.example.apps.v1.Spec",
    "org.other.apps.v1.Spec",
  ]);
});

test("Go's own readers are known: quantities, int-or-string, anything", () => {
  const meta = "io.k8s.apimachinery.pkg";
  const { properties } = convert(
    crate({
      memory: { $ref: `${prefix}${meta}.api.resource.Quantity` },
      port: { $ref: `${prefix}${meta}.util.intstr.IntOrString` },
      data: { $ref: `${prefix}${meta}.runtime.RawExtension` },
    }),
  );
  expect(properties.memory).toEqual({ type: ["string", "number"], format: "quantity" });
  expect(properties.port["x-kubernetes-int-or-string"]).toBe(true);
  expect(properties.data).toEqual({ "x-kubernetes-preserve-unknown-fields": true });
});

test("Go's zero values are no defaults, others are", () => {
  const { properties } = convert(
    crate({
      name: { type: "string", default: "" },
      count: { type: "integer", default: 0 },
      protocol: { type: "string", default: "TCP" },
    }),
  );
  expect(properties).toMatchObject({
    name: { type: "string" },
    count: { type: "integer" },
    protocol: { default: "TCP" },
  });
  expect(properties.name).not.toHaveProperty("default");
  expect(properties.count).not.toHaveProperty("default");
});
