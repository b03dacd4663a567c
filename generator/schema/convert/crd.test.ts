import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { convertCrd } from "./crd.ts";

function crd(
  schema: unknown,
  more: Record<string, unknown> = {},
  version: Record<string, unknown> = {},
): unknown {
  return {
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
          schema: { openAPIV3Schema: schema },
          ...version,
        },
      ],
      ...more,
    },
  };
}

function schemaOf(document: unknown): any {
  const { schemas, problems } = convertCrd(document);
  expect(problems).toEqual([]);
  return schemas[0]!.schema;
}

function problemsOf(document: unknown): string[] {
  return convertCrd(document).problems.map(({ path, message }) => `/${path.join("/")}: ${message}`);
}

const root = (properties: Record<string, unknown>): unknown => ({ type: "object", properties });
const at = "/spec/versions/0/schema/openAPIV3Schema";

describe("what a pack keeps", () => {
  test("enforced keywords stay, prose goes, also from a property that is called description", () => {
    const size = {
      type: "string",
      maxLength: 3,
      default: "m",
      description: "how big",
      "x-kubernetes-validations": [{ rule: "self != ''" }],
    };
    const { properties } = schemaOf(
      crd(root({ size, description: { type: "string", title: "x" } })),
    );
    expect(properties.size).toEqual({
      type: "string",
      maxLength: 3,
      default: "m",
      "x-kubernetes-validations": [{ rule: "self != ''" }],
    });
    expect(properties.description).toEqual({ type: "string" });
  });

  test("objects are closed where the API server refuses unknown fields", () => {
    const { properties, additionalProperties } = schemaOf(
      crd(
        root({
          bare: { type: "object" },
          map: {
            type: "object",
            additionalProperties: { type: "object", properties: { a: { type: "string" } } },
          },
          open: {
            type: "object",
            "x-kubernetes-preserve-unknown-fields": true,
            properties: { inner: { type: "object" } },
          },
        }),
      ),
    );
    expect(additionalProperties).toBe(false);
    expect(properties.bare.additionalProperties).toBe(false);
    expect(properties.map.additionalProperties.additionalProperties).toBe(false);
    expect(properties.open.additionalProperties).toBeUndefined();
    expect(properties.open.properties.inner.additionalProperties).toBe(false);
  });

  test("branches do not close anything", () => {
    const schema = {
      type: "object",
      properties: { a: { type: "object", properties: { b: { type: "string" } } } },
      oneOf: [{ properties: { a: { required: ["b"] } } }],
    };
    expect(schemaOf(crd(schema)).oneOf).toEqual([{ properties: { a: { required: ["b"] } } }]);
  });

  test("the root and embedded resources have apiVersion, kind and open metadata", () => {
    const { properties } = schemaOf(
      crd(
        root({
          template: {
            type: "object",
            "x-kubernetes-embedded-resource": true,
            properties: { spec: { type: "object" } },
          },
        }),
      ),
    );
    expect(properties.metadata).toEqual({ type: "object" });
    expect(properties.template.properties).toMatchObject({
      apiVersion: { type: "string" },
      metadata: { type: "object" },
    });
    expect(properties.template.properties.metadata.additionalProperties).toBeUndefined();
  });

  test("scope, status subresource, deprecation and names are marked", () => {
    const version = { subresources: { status: {} }, deprecated: true };
    expect(schemaOf(crd(root({}), { scope: "Cluster" }, version))).toMatchObject({
      "x-kubernetes-group-version-kind": [{ group: "example.com", kind: "Lamp", version: "v1" }],
      "x-meshwright-dialect": "custom",
      "x-meshwright-scope": "Cluster",
      "x-meshwright-status": true,
      "x-meshwright-deprecated": "example.com/v1 Lamp is deprecated",
    });
  });

  test("a version that is not served has no schema", () => {
    expect(convertCrd(crd(root({}), {}, { served: false })).schemas).toEqual([]);
  });
});

describe("v1beta1", () => {
  const beta = (spec: Record<string, unknown>): unknown => ({
    apiVersion: "apiextensions.k8s.io/v1beta1",
    kind: "CustomResourceDefinition",
    metadata: { name: "lamps.example.com" },
    spec: { group: "example.com", names: { kind: "Lamp", plural: "lamps" }, ...spec },
  });

  test("a lone version without a schema takes any fields", () => {
    expect(schemaOf(beta({ version: "v1alpha3" }))).toMatchObject({
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
      "x-meshwright-scope": "Namespaced",
    });
  });

  test("unknown fields are kept at any depth, unless told otherwise", () => {
    const bulb = { type: "object", properties: { watts: { type: "integer" } } };
    const validation = {
      openAPIV3Schema: root({
        spec: { type: "object", properties: { bulbs: { type: "array", items: bulb } } },
      }),
    };
    const bulbs = (spec: Record<string, unknown>) =>
      schemaOf(beta({ version: "v1", scope: "", validation, ...spec })) as {
        properties: { spec: { properties: { bulbs: { items: Record<string, unknown> } } } };
      };
    expect(bulbs({}).properties.spec.properties.bulbs.items).toEqual({
      ...bulb,
      "x-kubernetes-preserve-unknown-fields": true,
    });
    expect(
      bulbs({ preserveUnknownFields: false }).properties.spec.properties.bulbs.items,
    ).toMatchObject({ additionalProperties: false });
  });

  test("the schema and the subresources at the top hold for every version", () => {
    const versions = [
      { name: "v1", served: true, storage: true },
      { name: "v2", served: true, storage: false },
    ];
    const validation = { openAPIV3Schema: root({ spec: { type: "object" } }) };
    const { schemas, problems } = convertCrd(
      beta({ versions, validation, subresources: { status: {} }, preserveUnknownFields: false }),
    );
    expect(problems).toEqual([]);
    expect(schemas.map(({ version }) => version)).toEqual(["v1", "v2"]);
    for (const { schema } of schemas)
      expect(schema).toMatchObject({ additionalProperties: false, "x-meshwright-status": true });
  });
});

describe("malformed CRDs", () => {
  test.each([
    [
      "scope",
      crd(root({}), { scope: "Namspaced" }),
      '/spec/scope: spec.scope "Namspaced" must be Namespaced or Cluster',
    ],
    [
      "no group",
      crd(root({}), { group: undefined }),
      "/spec/group: spec.group must be a non-empty string",
    ],
    [
      "name",
      { ...(crd(root({})) as object), metadata: { name: "lamp" } },
      '/metadata/name: metadata.name "lamp" must be "lamps.example.com": spec.names.plural, a dot, spec.group',
    ],
    [
      "no versions",
      crd(root({}), { versions: [] }),
      "/spec/versions: spec.versions must list at least one version",
    ],
    [
      "no storage",
      crd(root({}), {}, { storage: false }),
      "/spec/versions: exactly one version must have storage: true, not 0",
    ],
    [
      "no schema",
      crd(undefined),
      "/spec/versions/0: a version needs schema.openAPIV3Schema, a mapping",
    ],
    [
      "preserveUnknownFields",
      crd(root({}), { preserveUnknownFields: true }),
      "/spec/preserveUnknownFields: spec.preserveUnknownFields cannot be true; set x-kubernetes-preserve-unknown-fields in the schema",
    ],
    [
      "type",
      crd(root({ a: { type: "strin" } })),
      `${at}/properties/a/type: type must be one of array, boolean, integer, number, object, string`,
    ],
    ["no type", crd(root({ a: { pattern: "x" } })), `${at}/properties/a: type is required`],
    [
      "no items",
      crd(root({ a: { type: "array" } })),
      `${at}/properties/a: items is required for type array`,
    ],
    [
      "bad pattern",
      crd(root({ a: { type: "string", pattern: "(?!x)" } })),
      /\/properties\/a\/pattern: pattern is no RE2 expression/,
    ],
    [
      "$ref",
      crd(root({ a: { type: "object", $ref: "#/x" } })),
      `${at}/properties/a/$ref: $ref is forbidden in the schema of a CRD`,
    ],
    [
      "map keys",
      crd(
        root({
          a: {
            type: "array",
            items: { type: "object", properties: { k: { type: "string" } } },
            "x-kubernetes-list-type": "map",
            "x-kubernetes-list-map-keys": ["k"],
          },
        }),
      ),
      `${at}/properties/a/x-kubernetes-list-map-keys/0: key "k" must be required or have a default`,
    ],
    [
      "type in a branch",
      crd({
        type: "object",
        properties: { a: { type: "string" } },
        oneOf: [{ properties: { a: { type: "string" } } }],
      }),
      `${at}/oneOf/0/properties/a/type: type is forbidden inside allOf, anyOf, oneOf and not`,
    ],
    [
      "unknown in a branch",
      crd({ type: "object", oneOf: [{ properties: { a: { minLength: 1 } } }] }),
      `${at}/oneOf/0/properties/a: a is not among the properties outside of allOf, anyOf, oneOf and not`,
    ],
    [
      "metadata",
      crd(root({ metadata: { type: "object", properties: { labels: { type: "object" } } } })),
      `${at}/properties/metadata/properties/labels: metadata may only narrow name and generateName`,
    ],
  ])("%s", (_, document, problem) => {
    expect(problemsOf(document)).toEqual([
      typeof problem === "string" ? problem : expect.stringMatching(problem),
    ]);
  });

  const strings = { type: "array", items: { type: "string" } };
  const keyed = (key: object, more: object = {}) => ({
    type: "array",
    items: { type: "object", properties: { k: key }, required: ["k"] },
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["k"],
    ...more,
  });
  const ruled = (rule: object) => ({ type: "string", "x-kubernetes-validations": [rule] });

  test.each([
    ["map type", { type: "object", "x-kubernetes-map-type": "loose" }, "/x-kubernetes-map-type"],
    [
      "map type of a list",
      { ...strings, "x-kubernetes-map-type": "atomic" },
      "/x-kubernetes-map-type",
    ],
    [
      "keys of a set",
      { ...strings, "x-kubernetes-list-type": "set", "x-kubernetes-list-map-keys": ["k"] },
      "/x-kubernetes-list-map-keys",
    ],
    [
      "a set of objects",
      { type: "array", items: { type: "object" }, "x-kubernetes-list-type": "set" },
      "/items",
    ],
    [
      "a set with null",
      { type: "array", items: { type: "string", nullable: true }, "x-kubernetes-list-type": "set" },
      "/items/nullable",
    ],
    [
      "a key twice",
      keyed({ type: "string" }, { "x-kubernetes-list-map-keys": ["k", "k"] }),
      "/x-kubernetes-list-map-keys/1",
    ],
    [
      "a key that may be null",
      keyed({ type: "string", nullable: true }),
      "/x-kubernetes-list-map-keys/0",
    ],
    ["a key that is an object", keyed({ type: "object" }), "/x-kubernetes-list-map-keys/0"],
    [
      "an embedded resource without fields",
      { type: "object", "x-kubernetes-embedded-resource": true },
      "",
    ],
    ["a default of another type", { type: "string", default: 1 }, "/default"],
    [
      "a default with an unknown field",
      { type: "object", properties: {}, default: { k: 1 } },
      "/default",
    ],
    [
      "a default that lacks a field",
      { type: "object", properties: { k: { type: "string" } }, required: ["k"], default: {} },
      "/default",
    ],
    [
      "a rule that cannot be parsed",
      ruled({ rule: "self.size( < 5" }),
      "/x-kubernetes-validations/0/rule",
    ],
    ["a rule that is blank", ruled({ rule: " " }), "/x-kubernetes-validations/0/rule"],
    [
      "a rule of two lines without a message",
      ruled({ rule: "self\n== 'x'" }),
      "/x-kubernetes-validations/0/rule",
    ],
    [
      "a message of two lines",
      ruled({ rule: "true", message: "a\nb" }),
      "/x-kubernetes-validations/0/message",
    ],
    ["a reason", ruled({ rule: "true", reason: "Bad" }), "/x-kubernetes-validations/0/reason"],
  ])("%s", (_, schema, path) => {
    expect(
      convertCrd(crd(root({ a: schema }))).problems.map((problem) => `/${problem.path.join("/")}`),
    ).toEqual([`${at}/properties/a${path}`]);
  });

  test("what a root cannot have", () => {
    const paths = (schema: object, version = {}) =>
      convertCrd(crd(schema, {}, version)).problems.map(({ path }) => path.slice(5).join("/"));
    expect(paths({ type: "string" })).toEqual(["type"]);
    expect(paths({ type: "object", nullable: true })).toEqual(["nullable"]);
    expect(paths({ type: "object", properties: { kind: { type: "integer" } } })).toEqual([
      "properties/kind/type",
    ]);
    const one = { type: "object", oneOf: [{ required: ["a"] }] };
    expect(paths(one)).toEqual([]);
    expect(paths(one, { subresources: { status: {} } })).toEqual(["oneOf"]);
    const metadata = { type: "object", required: ["name"] };
    expect(paths({ type: "object", properties: { metadata } })).toEqual([
      "properties/metadata/required",
    ]);
  });

  test("every version needs a schema, served or not", () => {
    const problems = problemsOf(
      crd(root({}), {
        versions: [
          { name: "v1", served: true, storage: true, schema: { openAPIV3Schema: root({}) } },
          { name: "v2", served: false, storage: false },
        ],
      }),
    );
    expect(problems).toEqual([
      "/spec/versions/1: a version needs schema.openAPIV3Schema, a mapping",
    ]);
  });

  test.each([
    [
      "a type beside int-or-string",
      root({ a: { type: "string", "x-kubernetes-int-or-string": true } }),
    ],
    ["a root without a type that takes anything", { "x-kubernetes-preserve-unknown-fields": true }],
    [
      "null for what is left out",
      { type: "object", properties: null, required: null, not: null, oneOf: null },
    ],
    [
      "null below",
      root({ a: { type: "string", enum: null, format: null, "x-kubernetes-validations": null } }),
    ],
    [
      "a branch below the root that names what is not there",
      root({ a: { type: "object", allOf: [{ properties: { b: { minLength: 1 } } }] } }),
    ],
  ])("%s is taken", (_, schema) => {
    expect(problemsOf(crd(schema))).toEqual([]);
  });

  test("names with dashes and flags that are null are taken", () => {
    expect(problemsOf(crd(root({}), { names: { kind: "Lamp-post", plural: "lamps" } }))).toEqual(
      [],
    );
    expect(problemsOf(crd(root({}), {}, { name: "v1-beta", served: null }))).toEqual([]);
  });

  test("a branch may narrow values of a map by key", () => {
    const map = {
      type: "object",
      additionalProperties: { type: "string" },
      anyOf: [{ properties: { x: { minLength: 1 } } }],
    };
    expect(problemsOf(crd(root({ map })))).toEqual([]);
  });

  test("x-kubernetes-preserve-unknown-fields: false and $schema are refused", () => {
    expect(
      problemsOf(
        crd(root({ a: { type: "object", "x-kubernetes-preserve-unknown-fields": false } })),
      ),
    ).toEqual([
      `${at}/properties/a/x-kubernetes-preserve-unknown-fields: it must be true or left out`,
    ]);
    expect(problemsOf(crd({ type: "object", $schema: "x" }))).toEqual([
      `${at}/$schema: $schema is forbidden in the schema of a CRD`,
    ]);
  });

  test("int-or-string may name its two types in anyOf", () => {
    const port = {
      anyOf: [{ type: "integer" }, { type: "string" }],
      "x-kubernetes-int-or-string": true,
    };
    expect(schemaOf(crd(root({ port }))).properties.port).toEqual(port);
  });

  test("a schema that cannot be read gives none, one that breaks a structural rule still checks", () => {
    expect(convertCrd(crd(root({ a: "string" }))).schemas).toEqual([]);
    expect(convertCrd(crd(root({ a: {} }))).schemas).toHaveLength(1);
  });

  test("names cannot lead out of the pack folder", () => {
    const { schemas } = convertCrd(
      crd(root({}), { group: "../..", names: { kind: "Lamp", plural: "lamps" } }),
    );
    expect(schemas).toEqual([]);
  });

  test("any JSON in any place gives problems, never an exception", () => {
    const value = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(value, value, value, value, (schema, versions, names, metadata) => {
        for (const document of [
          crd(schema),
          crd(root({ a: schema, b: { type: "array", items: schema } })),
          crd(root({}), { versions, names }),
          { ...(crd({}) as object), metadata },
          schema,
        ]) {
          for (const { path, message } of convertCrd(document).problems) {
            expect(message).not.toBe("");
            expect(Array.isArray(path)).toBe(true);
          }
        }
      }),
    );
  });

  test("each keyword with a value of any form", () => {
    const keywords = [
      "type",
      "properties",
      "items",
      "additionalProperties",
      "allOf",
      "anyOf",
      "not",
      "required",
      "enum",
      "pattern",
      "x-kubernetes-list-type",
      "x-kubernetes-list-map-keys",
      "x-kubernetes-validations",
      "nullable",
      "maximum",
    ];
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...keywords), fc.jsonValue({ maxDepth: 2 })),
        (schema) => {
          convertCrd(crd(schema));
          convertCrd(crd({ type: "object", properties: { a: schema } }));
        },
      ),
    );
  });
});
