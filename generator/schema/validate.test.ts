import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { JsonSchema } from "./types.ts";
import { createValidator, type ValidateOptions } from "./validate.ts";

/** Validates a `spec` against a schema, as a custom resource of a namespaced kind. */
function problemsOf(
  spec: unknown,
  schema: JsonSchema,
  more: { options?: ValidateOptions; root?: JsonSchema; data?: object } = {},
) {
  const kind: JsonSchema = {
    type: "object",
    properties: {
      spec: schema,
      status: { type: "object", properties: { ready: { type: "boolean" } } },
    },
    "x-meshwright-dialect": "custom",
    "x-meshwright-scope": "Namespaced",
    ...more.root,
  };
  const validator = createValidator([{ find: () => kind }]);
  const data = {
    apiVersion: "test.example.com/v1",
    kind: "Trap",
    metadata: { name: "a" },
    ...(spec === undefined ? {} : { spec }),
    ...more.data,
  };
  const { checked, problems } = validator.validate(data, more.options);
  expect(checked).toBe(true);
  return problems;
}

const rulesOf = (...args: Parameters<typeof problemsOf>): string[] =>
  problemsOf(...args).map(({ rule }) => rule);
const object = (properties: JsonSchema, more: JsonSchema = {}): JsonSchema => ({
  type: "object",
  properties,
  ...more,
});
const text = { type: "string" };
const integer = { type: "integer" };

describe("unknown fields", () => {
  test("name the field that was meant, and how to repair it", () => {
    expect(problemsOf({ hosst: "a" }, object({ hosts: text, gateways: text }))).toEqual([
      {
        rule: "schema/unknown-field",
        severity: "error",
        message: 'unknown field "hosst", did you mean "hosts"?',
        path: ["spec", "hosst"],
        part: "key",
        fix: { op: "rename-key", path: ["spec", "hosst"], to: "hosts" },
      },
    ]);
  });

  test("have no repair when the field is set already, or when nothing is near", () => {
    const [problem] = problemsOf({ hosst: "a", hosts: "b" }, object({ hosts: text }));
    expect(problem).toMatchObject({ message: 'unknown field "hosst"; known fields are "hosts"' });
    expect(problem).not.toHaveProperty("fix");
  });

  test("are refused at the root, in metadata and under a bare object", () => {
    expect(rulesOf(undefined, text, { data: { specs: {} } })).toEqual(["schema/unknown-field"]);
    expect(
      problemsOf(undefined, text, { data: { metadata: { name: "a", lables: {} } } }),
    ).toMatchObject([
      { rule: "schema/unknown-field", path: ["metadata", "lables"], fix: { to: "labels" } },
    ]);
    expect(rulesOf({ anything: 1 }, { type: "object" })).toEqual(["schema/unknown-field"]);
  });

  test("in great number take little time", () => {
    const properties = Object.fromEntries(
      Array.from({ length: 200 }, (_, index) => [`someField${index}`, text]),
    );
    const spec = Object.fromEntries(
      Array.from({ length: 20_000 }, (_, index) => [`someFeild${index}`, "a"]),
    );
    const start = performance.now();
    expect(problemsOf(spec, object(properties))).toHaveLength(20_000);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  test("are kept where the schema says so, until nested properties close it again", () => {
    const schema = {
      type: "object",
      "x-kubernetes-preserve-unknown-fields": true,
      properties: { closed: object({ a: text }) },
    };
    expect(rulesOf({ open: { anything: 1 }, list: [{ b: 1 }] }, schema)).toEqual([]);
    expect(problemsOf({ closed: { b: 1 } }, schema)).toMatchObject([
      { path: ["spec", "closed", "b"] },
    ]);
  });

  test("are refused in a dropped status, whose wrong types are not", () => {
    const root = { "x-meshwright-status": true };
    expect(rulesOf(undefined, text, { root, data: { status: { ready: "no" } } })).toEqual([]);
    expect(rulesOf(undefined, text, { root, data: { status: { raedy: true } } })).toEqual([
      "schema/unknown-field",
    ]);
    expect(rulesOf(undefined, text, { data: { status: { ready: "no" } } })).toEqual([
      "schema/type",
    ]);
  });
});

describe("null", () => {
  test("is dropped, then defaulted, where the schema does not allow it", () => {
    expect(rulesOf({ a: null }, object({ a: text }))).toEqual([]);
    expect(rulesOf({ a: null }, object({ a: text }, { required: ["a"] }))).toEqual([
      "schema/required",
    ]);
    expect(
      rulesOf({ a: null }, object({ a: { ...text, default: "x" } }, { required: ["a"] })),
    ).toEqual([]);
  });

  test("is refused in a list", () => {
    expect(problemsOf({ a: [null] }, object({ a: { type: "array", items: text } }))).toMatchObject([
      { rule: "schema/type", path: ["spec", "a", 0], message: "a[0] must be a string, not null" },
    ]);
  });

  test("is a value where the schema is nullable, whatever its alternatives say", () => {
    const schema = { nullable: true, "x-kubernetes-int-or-string": true, anyOf: [integer, text] };
    expect(rulesOf({ a: null }, object({ a: schema }))).toEqual([]);
  });
});

describe("types", () => {
  test("offer to quote a scalar that should be a string", () => {
    expect(problemsOf({ a: 1.1 }, object({ a: text }))).toEqual([
      {
        rule: "schema/type",
        severity: "error",
        message: "a must be a string, not the number 1.1",
        path: ["spec", "a"],
        fix: { op: "quote", path: ["spec", "a"] },
      },
    ]);
  });

  test.each([
    [2n ** 63n - 1n, []],
    [2n ** 63n, ["schema/type"]],
    [-(2n ** 63n) - 1n, ["schema/type"]],
    [1.5, ["schema/type"]],
    [1, []],
    ["1", ["schema/type"]],
  ])("integer %s", (value, rules) =>
    expect(rulesOf({ a: value }, object({ a: integer }))).toEqual(rules),
  );

  test.each([
    [2147483647, []],
    [2147483648, ["schema/range"]],
    [-2147483649, ["schema/range"]],
  ])("int32 %s", (value, rules) =>
    expect(rulesOf({ a: value }, object({ a: { ...integer, format: "int32" } }))).toEqual(rules),
  );

  test.each([
    [5, []],
    ["5%", []],
    [true, ["schema/type"]],
    [1.5, ["schema/type"]],
  ])("int-or-string without alternatives: %s", (value, rules) => {
    expect(rulesOf({ a: value }, object({ a: { "x-kubernetes-int-or-string": true } }))).toEqual(
      rules,
    );
  });

  test("a format does not widen a type", () => {
    expect(rulesOf({ a: 5 }, object({ a: { ...text, format: "int-or-string" } }))).toEqual([
      "schema/type",
    ]);
  });
});

describe("values", () => {
  test.each<[string, JsonSchema, unknown, string[]]>([
    ["code points within maxLength", { ...text, maxLength: 5 }, "😀😀😀😀😀", []],
    ["code points beyond maxLength", { ...text, maxLength: 4 }, "😀😀😀😀😀", ["schema/range"]],
    ["minLength", { ...text, minLength: 1 }, "", ["schema/range"]],
    ["an unanchored pattern", { ...text, pattern: "b+" }, "abbc", []],
    ["a flag", { ...text, pattern: "(?i)^abc$" }, "ABC", []],
    ["a POSIX class", { ...text, pattern: "^[[:alpha:]]+$" }, "ab1", ["schema/pattern"]],
    ["$ before a newline", { ...text, pattern: "^a$" }, "a\n", ["schema/pattern"]],
    ["a pattern that is none", { ...text, pattern: "+" }, "a", ["schema/pattern"]],
    ["minimum", { ...integer, minimum: 1 }, 0, ["schema/range"]],
    [
      "exclusive minimum of OpenAPI 3.0",
      { ...integer, minimum: 1, exclusiveMinimum: true },
      1,
      ["schema/range"],
    ],
    ["exclusive maximum of JSON Schema", { ...integer, exclusiveMaximum: 5 }, 5, ["schema/range"]],
    ["multipleOf", { type: "number", multipleOf: 0.1 }, 0.3, []],
    ["multipleOf, broken", { ...integer, multipleOf: 5 }, 7, ["schema/range"]],
    ["enum", { ...text, enum: ["TCP", "UDP"] }, "tcp", ["schema/enum"]],
    ["minItems", { type: "array", items: text, minItems: 1 }, [], ["schema/range"]],
    [
      "uniqueItems",
      { type: "array", items: text, uniqueItems: true },
      ["a", "a"],
      ["schema/duplicate-item"],
    ],
    [
      "maxProperties",
      { type: "object", additionalProperties: text, maxProperties: 1 },
      { a: "1", b: "2" },
      ["schema/range"],
    ],
    [
      "minProperties",
      { type: "object", additionalProperties: text, minProperties: 1 },
      {},
      ["schema/range"],
    ],
    ["not", { ...text, not: { enum: ["x"] } }, "x", ["schema/one-of"]],
    ["allOf", { ...text, allOf: [{ minLength: 2 }, { maxLength: 3 }] }, "a", ["schema/range"]],
    ["anyOf", { ...text, anyOf: [{ pattern: "^a" }, { pattern: "^b" }] }, "c", ["schema/one-of"]],
  ])("%s", (_, schema, value, rules) =>
    expect(rulesOf({ a: value }, object({ a: schema }))).toEqual(rules),
  );

  test("an enum's message names the value, the choices and the nearest", () => {
    const [problem] = problemsOf(
      { mode: "STRCT" },
      object({ mode: { ...text, enum: ["STRICT", "DISABLE"] } }),
    );
    expect(problem!.message).toBe(
      'mode "STRCT" is not supported; it must be one of "STRICT", "DISABLE", did you mean "STRICT"?',
    );
  });

  test("fields that exclude each other give one message", () => {
    const schema = object(
      { exact: text, prefix: text },
      { oneOf: [{ required: ["exact"] }, { required: ["prefix"] }] },
    );
    expect(
      problemsOf({ match: { exact: "a", prefix: "b" } }, object({ match: schema })),
    ).toMatchObject([
      {
        rule: "schema/one-of",
        message: "only one of exact and prefix can be set in match, found exact and prefix",
        path: ["spec", "match"],
      },
    ]);
    expect(problemsOf({ match: {} }, object({ match: schema }))).toMatchObject([
      { message: "match must have one of exact or prefix" },
    ]);
  });
});

describe("lists", () => {
  const port = object({ port: integer, protocol: { ...text, default: "TCP" } });
  const ports = {
    type: "array",
    items: port,
    "x-kubernetes-list-type": "map",
    "x-kubernetes-list-map-keys": ["port", "protocol"],
  };

  test("defaults fill the keys of a list map first", () => {
    expect(
      problemsOf({ ports: [{ port: 80 }, { port: 80, protocol: "TCP" }] }, object({ ports })),
    ).toMatchObject([
      {
        rule: "schema/duplicate-item",
        path: ["spec", "ports", 1],
        message: 'ports holds two items with port 80, protocol "TCP"',
      },
    ]);
    expect(
      rulesOf({ ports: [{ port: 80 }, { port: 80, protocol: "UDP" }] }, object({ ports })),
    ).toEqual([]);
  });

  test("a set holds a number once, however it is written", () => {
    const set = { type: "array", items: { type: "number" }, "x-kubernetes-list-type": "set" };
    expect(rulesOf({ a: [1, 1.0, 1] }, object({ a: set }))).toEqual(["schema/duplicate-item"]);
    expect(
      rulesOf(
        { a: ["1", 1] },
        object({ a: { ...set, items: { "x-kubernetes-int-or-string": true } } }),
      ),
    ).toEqual([]);
  });
});

describe("embedded resources", () => {
  const template = {
    type: "object",
    "x-kubernetes-embedded-resource": true,
    "x-kubernetes-preserve-unknown-fields": true,
  };

  test.each<[string, object, string[]]>([
    ["whole", { apiVersion: "v1", kind: "Pod", metadata: { name: "A_B" } }, []],
    ["without kind", { apiVersion: "v1" }, ["schema/required"]],
    [
      "with a bad label",
      { apiVersion: "v1", kind: "Pod", metadata: { labels: { a: "b c" } } },
      ["schema/metadata"],
    ],
    [
      "with an unknown metadata field",
      { apiVersion: "v1", kind: "Pod", metadata: { lables: {} } },
      ["schema/unknown-field"],
    ],
    ["with a bad kind", { apiVersion: "v1", kind: "a_b" }, ["schema/metadata"]],
  ])("%s", (_, value, rules) =>
    expect(rulesOf({ template: value }, object({ template }))).toEqual(rules),
  );
});

describe("patches", () => {
  const options = { partial: true };
  const schema = object(
    { a: text, list: { type: "array", items: object({ name: text }), minItems: 1 } },
    { required: ["a"] },
  );

  test("need nothing, may delete and may hold directives", () => {
    const patch = {
      list: [{ name: "x", $patch: "delete" }],
      "$setElementOrder/list": [{ name: "x" }],
      a: null,
      $retainKeys: ["a"],
    };
    expect(rulesOf(patch, schema, { options })).toEqual([]);
    expect(rulesOf({ list: [] }, schema, { options })).toEqual([]);
  });

  test("know fields and types all the same", () => {
    expect(rulesOf({ b: 1, list: [{ name: 2 }] }, schema, { options })).toEqual([
      "schema/unknown-field",
      "schema/type",
    ]);
  });

  test("are not judged by rules", () => {
    const withRule = { ...schema, "x-kubernetes-validations": [{ rule: "has(self.a)" }] };
    expect(rulesOf({}, withRule, { options })).toEqual([]);
    expect(
      rulesOf(
        { a: "x", list: [{}] },
        { ...withRule, "x-kubernetes-validations": [{ rule: "false" }] },
      ),
    ).toEqual(["schema/cel"]);
  });
});

describe("kinds", () => {
  const validator = createValidator([
    {
      find: (_group, _version, kind) =>
        kind === "Known" ? { type: "object", properties: {} } : undefined,
    },
  ]);

  test("without a schema are not checked, but their metadata is read", () => {
    expect(
      validator.validate({ apiVersion: "a/v1", kind: "Other", metadata: { name: 1 } }),
    ).toMatchObject({
      checked: false,
      problems: [{ rule: "schema/type", path: ["metadata", "name"] }],
    });
  });

  test.each([[null], ["text"], [[1]]])("%j is no resource", (data) => {
    expect(validator.validate(data)).toMatchObject({
      checked: false,
      problems: [{ rule: "schema/type", path: [] }],
    });
  });

  test("need apiVersion and kind", () => {
    expect(validator.validate({ kind: 5 }).problems).toMatchObject([
      { message: '"apiVersion" is missing' },
      { path: ["kind"], rule: "schema/type" },
    ]);
  });
});

describe("built-in kinds", () => {
  const root = { "x-meshwright-dialect": "native" };

  test("read null as the zero value, anywhere", () => {
    const schema = object({
      names: { type: "array", items: text },
      labels: { type: "object", additionalProperties: text },
      a: integer,
    });
    expect(rulesOf({ names: [null], labels: { x: null }, a: null }, schema, { root })).toEqual([]);
  });

  test("ignore the formats of custom resources, but decode bytes and times", () => {
    expect(
      rulesOf({ a: "not an address" }, object({ a: { ...text, format: "ipv4" } }), { root }),
    ).toEqual([]);
    expect(rulesOf({ a: "" }, object({ a: { ...text, format: "byte" } }), { root })).toEqual([]);
    expect(rulesOf({ a: "%" }, object({ a: { ...text, format: "byte" } }), { root })).toEqual([
      "schema/format",
    ]);
    expect(
      rulesOf({ a: "today" }, object({ a: { ...text, format: "date-time" } }), { root }),
    ).toEqual(["schema/format"]);
  });

  test.each([
    ["128Mi", []],
    [" 1.5 ", []],
    [2, []],
    ["128MB", ["schema/format"]],
    ["", ["schema/format"]],
  ])("read the quantity %j", (memory, rules) => {
    const quantity = { type: ["string", "number"], format: "quantity" };
    expect(rulesOf({ memory }, object({ memory: quantity }), { root })).toEqual(rules);
  });

  test("count a quantity without digits as 0, and say so", () => {
    const schema = object({ memory: { type: "string", format: "quantity" } });
    expect(problemsOf({ memory: "Mi" }, schema, { root })).toMatchObject([
      { rule: "schema/format", severity: "warning" },
    ]);
  });

  test("decode a status before it is dropped", () => {
    const status = object({ ready: { type: "boolean" }, phase: text }, { required: ["phase"] });
    const more = { root: { ...root, properties: { status } } };
    expect(rulesOf(undefined, text, { ...more, data: { status: { ready: true } } })).toEqual([]);
    expect(rulesOf(undefined, text, { ...more, data: { status: { ready: 1 } } })).toEqual([
      "schema/type",
    ]);
  });

  test("follow references, also where they lead back to themselves", () => {
    const definitions = {
      tree: object({
        name: text,
        children: { type: "array", items: { $ref: "#/definitions/tree" } },
      }),
    };
    const value = { children: [{ children: [{ name: 5, extra: true }] }] };
    expect(
      problemsOf(value, { $ref: "#/definitions/tree" }, { root: { ...root, definitions } }).map(
        ({ path }) => path.join("/"),
      ),
    ).toEqual(["spec/children/0/children/0/extra", "spec/children/0/children/0/name"]);
  });
});

describe("whatever the input", () => {
  const schemaOf = (depth: number): fc.Arbitrary<JsonSchema> =>
    fc.record(
      {
        ...(depth > 0 && {
          properties: fc.dictionary(
            fc.constantFrom("a", "b", "__proto__", "toString"),
            schemaOf(depth - 1),
            { maxKeys: 2 },
          ),
          items: schemaOf(depth - 1),
          additionalProperties: fc.oneof(fc.boolean(), schemaOf(depth - 1)),
          oneOf: fc.array(schemaOf(depth - 1), { maxLength: 2 }),
          not: schemaOf(0),
        }),
        type: fc.constantFrom("string", "integer", "number", "boolean", "object", "array", 5),
        required: fc.constantFrom<unknown>(["a"], "a", [1]),
        nullable: fc.boolean(),
        default: fc.jsonValue({ maxDepth: 2 }),
        enum: fc.array(fc.jsonValue({ maxDepth: 1 }), { maxLength: 2 }),
        pattern: fc.constantFrom("^a+$", "(", "(a+)+$"),
        minimum: fc.integer(),
        multipleOf: fc.constantFrom(0, 2, 0.5),
        "x-kubernetes-int-or-string": fc.boolean(),
        "x-kubernetes-preserve-unknown-fields": fc.boolean(),
        "x-kubernetes-embedded-resource": fc.boolean(),
        "x-kubernetes-list-type": fc.constantFrom("set", "map"),
        "x-kubernetes-list-map-keys": fc.constant(["a"]),
        "x-kubernetes-validations": fc.array(
          fc.record({
            rule: fc.constantFrom("self.a == 1", "self.all(x, x > 1)", "size(self) < 3", "("),
          }),
          { maxLength: 1 },
        ),
      },
      { requiredKeys: [] },
    );

  test("no schema and no document make it throw, and the document stays as it is", () => {
    fc.assert(
      fc.property(
        schemaOf(2),
        fc.jsonValue({ maxDepth: 4 }),
        fc.constantFrom("native", "custom"),
        fc.boolean(),
        (schema, spec, dialect, partial) => {
          const before = JSON.stringify(spec);
          const problems = problemsOf(spec, schema, {
            root: { "x-meshwright-dialect": dialect },
            options: { partial },
          });
          expect(
            problems.every(({ message, rule }) => message.length > 0 && rule.startsWith("schema/")),
          ).toBe(true);
          expect(JSON.stringify(spec)).toBe(before);
        },
      ),
      { numRuns: 300 },
    );
  });
});

test("of a kind that comes in two forms, what either takes is right", () => {
  const kind = (...fields: string[]): JsonSchema => ({
    type: "object",
    properties: {
      spec: {
        type: "object",
        properties: Object.fromEntries(fields.map((field) => [field, { type: "string" }])),
        additionalProperties: false,
      },
    },
    "x-meshwright-dialect": "custom",
    "x-meshwright-scope": "Namespaced",
  });
  const { validate } = createValidator([
    { find: () => kind("old", "both"), findOther: () => kind("new", "both") },
  ]);
  const problems = (spec: object) =>
    validate({
      apiVersion: "a.example.com/v1",
      kind: "Lamp",
      metadata: { name: "a" },
      spec,
    }).problems.map(({ message }) => message);
  expect(problems({ old: "a", both: "b" })).toEqual([]);
  expect(problems({ new: "a", both: "b" })).toEqual([]);
  expect(problems({ old: "a", new: "b" })).toEqual([
    'unknown field "new"; known fields are "old", "both"',
  ]);
});
