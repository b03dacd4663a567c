import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import type { PlannedFile } from "../core/plan.ts";
import { renderTree } from "./render.ts";

const configMap = { apiVersion: "v1", kind: "ConfigMap", name: "a" };

/** Renders one file through one template. */
function render(
  template: string,
  data: Record<string, unknown> = {},
  more: Partial<PlannedFile> = {},
): { text: string | undefined; problems: string[] } {
  const file: PlannedFile = {
    path: "a.yaml",
    template: "templates/a.yaml.hbs",
    data,
    expect: [configMap],
    source: "services.yaml",
    ...more,
  };
  const { tree, findings } = renderTree([file], new Map([["templates/a.yaml.hbs", template]]));
  const problems = findings.map(
    ({ rule, at, message }) => `${at.file}:${at.line}:${at.column} ${rule}: ${message}`,
  );
  return { text: tree.get(file.path)?.split("\n").slice(1).join("\n"), problems };
}

const head = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n";

test("a value stands where the template puts it, at that place's indentation", () => {
  const data = {
    key: "a: b",
    word: "x",
    list: ["1", { a: 1, b: [] }],
    text: "one\ntwo\n",
    map: { c: null },
  };
  const template = `${head}data:
  {{yaml key}}: {{yaml word}}
  list: {{yaml list}}
  inner:
    - map: {{yaml map}}
      text: {{yaml text}}
    - {{yaml map}}
    - pair: "{{text word}}-{{text word}}"
`;
  expect(render(template, data)).toEqual({
    problems: [],
    text: `${head}data:
  "a: b": x
  list:
    - "1"
    - a: 1
      b: []
  inner:
    - map:
        c: null
      text: |
        one
        two
    - c: null
    - pair: "x-x"
`,
  });
});

test("a value alone in its line is a block, in a literal too", () => {
  const { text } = render(`${head}data:\n  config: |\n    {{yaml config}}\n`, {
    config: { pools: [{ name: "a" }] },
  });
  expect(text).toBe(`${head}data:\n  config: |\n    pools:\n      - name: a\n`);
});

test.each([
  [
    "a missing variable",
    "a: {{yaml gone}}\n",
    /^templates\/a\.yaml\.hbs:1:4 render\/template: .*names a value that is not there/,
  ],
  ["two values", "a: {{yaml word list}}\n", /:1:4 render\/template: .*takes one value/],
  [
    "a syntax error",
    "a: 1\n{{#if x}}\n",
    /^templates\/a\.yaml\.hbs:3:1 render\/template: .*Parse error/,
  ],
  [
    "a value without helper",
    "a: 1\nb: {{word}}\n",
    /^templates\/a\.yaml\.hbs:2:4 render\/template: .*write \{\{yaml word\}\}/,
  ],
  [
    "a raw value in a block",
    "{{#if word}}\n{{else}}\nb: {{{word}}}\n{{/if}}\n",
    /:3:4 render\/template: .*write \{\{yaml word\}\}/,
  ],
  ["a partial", "{{> other}}\n", /:1:1 render\/template: .*partials cannot be used/],
  ["a list inside a line", "a: b {{yaml list}} c\n", /render\/template: .*needs a line of its own/],
  [
    "another object",
    "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n",
    /unexpected-resources: a\.yaml, made with this template, must hold v1 ConfigMap a, but holds v1 Secret a/,
  ],
  [
    "a second object",
    `${head}---\n${head}`,
    /must hold v1 ConfigMap a, but holds v1 ConfigMap a, v1 ConfigMap a/,
  ],
  ["no object", "", /must hold v1 ConfigMap a, but holds nothing/],
  [
    "no YAML",
    `${head}a: b: c\n`,
    /unexpected-resources: a\.yaml, made with this template, is not YAML: line 6: /,
  ],
])("%s is a finding that names the template", (_, template, problem) => {
  const { text, problems } = render(template, { word: "x", list: [1, [2]] });
  expect(text).toBeUndefined();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(problem);
});

test("a missing template, and each problem once", () => {
  const file: PlannedFile = {
    path: "a.yaml",
    template: "templates/none.hbs",
    data: {},
    expect: [],
    source: "services.yaml",
  };
  const { tree, findings } = renderTree([file, { ...file, path: "b.yaml" }], new Map());
  expect(tree.size).toBe(0);
  expect(findings).toEqual([
    expect.objectContaining({
      rule: "render/template",
      message: "the template is missing: templates/none.hbs",
    }),
  ]);
});

test("no value, key or file name changes the structure of the output", () => {
  const string = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.string({ unit: "binary" }),
    fc.constantFrom(
      "a\n---\nkind: Secret",
      "{{yaml x}}",
      "\ue0000\ue001",
      "*/ -->",
      "\r\n",
      "\u2028",
      "' \"",
    ),
  );
  fc.assert(
    fc.property(string, string, fc.array(string), (word, key, list) => {
      fc.pre(key !== "other" && key !== "list");
      const template = `${head}data:\n  {{yaml key}}: {{yaml word}}\n  list: {{yaml list}}\n  other: {{yaml word}} # note\n`;
      const { tree, findings } = renderTree(
        [
          {
            path: "a.yaml",
            template: "t",
            data: { word, key, list },
            expect: [configMap],
            source: `${word}.yaml`,
          },
        ],
        new Map([["t", template]]),
      );
      expect(findings).toEqual([]);
      const { data, ...rest } = parse(tree.get("a.yaml") ?? "") as { data: object };
      expect(rest).toEqual({ apiVersion: "v1", kind: "ConfigMap", metadata: { name: "a" } });
      expect(new Map(Object.entries(data))).toEqual(
        new Map<string, unknown>([
          [key, word],
          ["list", list],
          ["other", word],
        ]),
      );
    }),
    { numRuns: 500 },
  );
});
