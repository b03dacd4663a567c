import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { isMapping } from "../core/json.ts";
import { lintSchemaText, servicesSchemaText } from "./files.ts";
import { servicesReference } from "./reference.ts";
import { serviceRules } from "./rules.ts";
import { servicesSchema } from "./schema.ts";

const committed = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

describe("files that are made from the schema are committed as they are made (npm run docs)", () => {
  test.each([
    ["schemas/services.schema.json", servicesSchemaText],
    ["schemas/meshwright.schema.json", lintSchemaText],
    ["docs/services.md", servicesReference],
  ])("%s", (path, make) => {
    expect(committed(path)).toBe(make());
  });
});

type Node = Record<string, unknown>;

/** Every field of the schema, by its path. */
function fieldsOf(node: unknown, path = ""): [string, Node][] {
  if (!isMapping(node)) return [];
  const properties = Object.entries(isMapping(node.properties) ? node.properties : {});
  const own = properties.map(
    ([name, field]) => [`${path}/${name}`, field as Node] as [string, Node],
  );
  const below = properties.flatMap(([name, field]) => fieldsOf(field, `${path}/${name}`));
  return [
    ...own,
    ...below,
    ...fieldsOf(node.items, `${path}[]`),
    ...fieldsOf(node.additionalProperties, `${path}/*`),
  ];
}

const fields = new Map(fieldsOf(servicesSchema));

test("every field says what it is, and shows how it is written", () => {
  expect(fields.size).toBeGreaterThan(100);
  const silent = [...fields].filter(
    ([, { description }]) => typeof description !== "string" || description === "",
  );
  expect(silent.map(([path]) => path)).toEqual([]);
  const bare = [...fields].filter(
    ([, { examples, enum: choices, type }]) =>
      examples === undefined && choices === undefined && type !== "boolean",
  );
  expect(bare.map(([path]) => path)).toEqual([]);
});

test("every example and every default fits its field", () => {
  const ajv = new Ajv({ allowUnionTypes: true, strictRequired: false });
  ajv.addKeyword("patternErrorMessage");
  for (const [path, field] of fields) {
    const check = ajv.compile(field);
    const examples = [
      ...((field.examples as unknown[]) ?? []),
      ...(field.default === undefined ? [] : [field.default]),
    ];
    for (const example of examples)
      expect([path, example, check(example) ? [] : check.errors]).toEqual([path, example, []]);
  }
});

test("the committed schema is one that every validator takes", () => {
  const ajv = new Ajv({ allowUnionTypes: true, strictRequired: false });
  ajv.addKeyword("patternErrorMessage");
  const check = ajv.compile(JSON.parse(committed("schemas/services.schema.json")));
  expect(
    check({
      version: 1,
      git: { url: "https://example.com/r" },
      clusters: { one: null },
      services: { a: { paths: ["/"] } },
    }),
  ).toBe(true);
  expect(
    check({
      version: 1,
      git: { url: "https://example.com/r" },
      clusters: { one: null },
      services: { a: { paths: ["x"] } },
    }),
  ).toBe(false);
});

test("alternatives are told apart by type, so that a mistake has one error", () => {
  expect(JSON.stringify(servicesSchema)).not.toMatch(/"(anyOf|oneOf|allOf|not|if)":/);
});

test("every link of the reference leads to a heading", () => {
  const text = servicesReference();
  const anchors = new Set(
    [...text.matchAll(/^## (.*)$/gm)].map(([, title]) =>
      title!
        .toLowerCase()
        .replace(/[^a-z0-9_ -]/g, "")
        .replaceAll(" ", "-"),
    ),
  );
  const links = [...text.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target!);
  expect(links.length).toBeGreaterThan(20);
  expect(links.filter((link) => !anchors.has(link))).toEqual([]);
});

test("the list of rules is sorted, without doubles, and each has a summary", () => {
  const names = serviceRules.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)].sort());
  for (const { name, summary } of serviceRules)
    expect([name, summary.endsWith(".")]).toEqual([name, false]);
});
