import fc from "fast-check";
import { expect, test } from "vitest";
import { valueAt } from "../core/path.ts";
import { compileInput } from "./input.ts";

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["name"],
  properties: {
    name: {
      type: "string",
      pattern: "^[a-z]+$",
      patternErrorMessage: "must be small letters",
      maxLength: 5,
    },
    kind: { enum: ["first", "second"] },
    version: { const: 1 },
    size: { type: "integer", minimum: 1, maximum: 3 },
    list: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: {
        type: ["string", "object"],
        pattern: "^/",
        properties: { at: { type: "string" } },
        additionalProperties: false,
      },
    },
    map: {
      type: "object",
      propertyNames: { pattern: "^[a-z]$" },
      additionalProperties: { type: "boolean" },
      minProperties: 1,
      maxProperties: 2,
    },
  },
};
const check = compileInput(schema);

const cases: [data: object, ...problems: string[]][] = [
  [{ name: "a" }],
  [{}, 'required key / field "name" is missing'],
  [{ nam: "a", name: "a" }, 'unknown-field key /nam unknown field "nam", did you mean "name"?'],
  [
    { other: 1, name: "a" },
    'unknown-field key /other unknown field "other"; possible fields are name, kind, version, size, list, map',
  ],
  [{ name: "A" }, 'format value /name "A" must be small letters'],
  [{ name: "abcdef" }, 'range value /name "abcdef" has 6 characters; at most 5 are possible'],
  [{ name: 1 }, "type value /name expected text, found the number 1"],
  [{ name: null }, "type value /name expected text, found nothing"],
  [
    { name: "a", kind: "frist" },
    'value value /kind "frist" is not possible here; it must be one of first, second, did you mean "first"?',
  ],
  [{ name: "a", version: 2 }, "value value /version 2 is not possible here; it must be 1"],
  [{ name: "a", size: 1.5 }, "type value /size expected a whole number, found the number 1.5"],
  [{ name: "a", size: 0 }, "range value /size 0 is too small; the smallest possible value is 1"],
  [{ name: "a", size: 4 }, "range value /size 4 is too large; the largest possible value is 3"],
  [{ name: "a", list: [] }, "range value /list the list is empty; at least 1 entry is needed"],
  [{ name: "a", list: ["/a", "/a"] }, 'range value /list/1 "/a" is in the list twice'],
  [
    { name: "a", list: [{}, { valueOf: 0 }] },
    'unknown-field key /list/1/valueOf unknown field "valueOf"; possible fields are at',
  ],
  [{ name: "a", list: [true] }, "type value /list/0 expected text or a mapping, found true"],
  [{ name: "a", list: ["x"] }, 'format value /list/0 "x" must match ^/'],
  [
    { name: "a", list: [{ att: "x" }] },
    'unknown-field key /list/0/att unknown field "att", did you mean "at"?',
  ],
  [{ name: "a", map: { AB: true } }, 'format key /map/AB "AB" must match ^[a-z]$'],
  [{ name: "a", map: {} }, "range key /map the mapping is empty; at least one entry is needed"],
  [
    { name: "a", map: { a: true, b: true, c: true } },
    "range key /map there are 3 entries; at most 2 are possible",
  ],
  [
    { name: "a", map: { a: "yes" } },
    'type value /map/a expected true or false, found the text "yes"',
  ],
];

test.each(cases)("%j", (data, ...problems) => {
  const found = check(data).map(
    ({ kind, part, path, message }) => `${kind} ${part} /${path.join("/")} ${message}`,
  );
  expect(found).toEqual(problems);
});

test("all problems are told, each with the path of a value or of a key beside it", () => {
  const data = fc.record(
    {
      name: fc.anything(),
      kind: fc.anything(),
      size: fc.anything(),
      list: fc.anything(),
      map: fc.anything(),
      "a/b~c": fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(data, (value) => {
      for (const { path } of check(value)) {
        const parent = valueAt(value, path.slice(0, -1));
        expect(parent).toBeTypeOf("object");
        if (path.length > 0) expect(Object.keys(parent as object)).toContain(String(path.at(-1)));
      }
    }),
  );
});
