import fc from "fast-check";
import { expect, test } from "vitest";
import { decode } from "./decode.ts";
import { readFast, UNUSUAL } from "./fast.ts";
import { parseDocument } from "./parse.ts";
import { printYaml } from "./print.ts";

/** What the full reader makes of a text: its value, or undefined where it finds any problem. */
function readFull(text: string): { value: unknown } | undefined {
  const { root, problems } = parseDocument(text, 0, text.length);
  if (problems.length > 0) return undefined;
  const decoded = root ? decode(root) : { value: null, problems: [] };
  return decoded.problems.length > 0 ? undefined : { value: decoded.value };
}

function fastOf(text: string): { value: unknown } | undefined {
  UNUSUAL.lastIndex = 0;
  return UNUSUAL.test(text) ? undefined : readFast(text, 0, text.length);
}

const manifest = `# A comment
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: "web"
  labels: {app: web, 'tier': "front", ports: [80, 0x1F, yes]}
  annotations:
    example.com/note: >-
      folded text
      of two lines

      and a paragraph
    script: |
      #!/bin/sh
      echo "a: b" # kept

      exit 0
spec:
  hosts:
  - web.example.com
  - '*.example.com'   # star
  text: a plain scalar
    of two lines
  quoted: "with \\u0041 escapes
    and lines"
  http:
    - match:
        - uri:
            exact: /getLog.jsp
        -   port: 8080
            on: 'it''s'
      timeout: 5s
    - - nested
      - 1.5
    -
      key: ~
  empty:
  last: -1
`;

test("reads what manifests are made of", () => {
  const fast = fastOf(manifest.replace("            on: 'it''s'\n", ""));
  expect(fast).toBeDefined();
  expect(fast).toEqual(readFull(manifest.replace("            on: 'it''s'\n", "")));
  expect(fast?.value).toMatchObject({
    metadata: {
      labels: { ports: [80, 31, true] },
      annotations: { "example.com/note": "folded text of two lines\nand a paragraph" },
    },
    spec: {
      text: "a plain scalar of two lines",
      quoted: "with A escapes and lines",
      http: [{}, ["nested", 1.5], { key: null }],
      empty: null,
    },
  });
});

test.each([
  ["anchors", "a: &x 1\nb: *x\n"],
  ["tags", "a: !!str 1\n"],
  ["keys that are no strings", "on: 1\n"],
  ["merge keys", "<<: {a: 1}\n"],
  ["duplicate keys", "a: 1\na: 2\n"],
  ["infinity", "a: .inf\n"],
  ["bad indentation", "a:\n  b: 1\n c: 2\n"],
  ["a document of one scalar", "text\n"],
  ["names that every object has", "constructor: 1\n"],
])("leaves %s to the full reader", (_, text) => {
  expect(fastOf(text)).toBeUndefined();
});

test("leaves the rest to the full reader where a document ends", () => {
  expect(fastOf("a: 1\n...\nb: 2\n")).toBeUndefined();
  expect(fastOf("--- # c\na: 1\n")).toEqual({ value: { a: 1 } });
  expect(fastOf("# only\n")).toEqual({ value: null });
});

function expectAgreement(text: string): void {
  const fast = fastOf(text);
  if (fast) expect(readFull(text)).toEqual(fast);
}

const piece = fc.constantFrom(
  ..."\n|\n  |\n    |- |- - |a: |b: |  |:| #|# |'|\"|[|]|{|}|, |,|||>|-|||-\n|>-\n|&a |*a|!x |...\n|? |~|0|yes|\\|<<: |é|\n\n|a|1.5|0x1|text|a: b|- a: 1\n|k: v\n|''|\\n|😀".split(
    "|",
  ),
);

test("agrees with the full reader on anything that looks like YAML", () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => expectAgreement(pieces.join(""))),
    { numRuns: 5000 },
  );
});

test("agrees with the full reader on damaged manifests", () => {
  const cut = fc.record({
    at: fc.nat(manifest.length),
    length: fc.nat(4),
    insert: fc.array(piece, { maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(cut, { maxLength: 3 }), (cuts) => {
      let text = manifest;
      for (const { at, length, insert } of cuts)
        text = text.slice(0, at) + insert.join("") + text.slice(at + length);
      expectAgreement(text);
    }),
    { numRuns: 2000 },
  );
});

test("reads most of what our printer prints, as it was", () => {
  const key = fc.constantFrom(
    "apiVersion",
    "kind",
    "metadata",
    "spec",
    "hosts",
    "name",
    "app.kubernetes.io/name",
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.oneof(
        fc.string({ maxLength: 20 }),
        fc.integer(),
        fc.boolean(),
        fc.constantFrom("a\nb\n", "yes", "a b", null),
      ),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(key, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
    ),
  }));
  let read = 0;
  let runs = 0;
  fc.assert(
    fc.property(fc.dictionary(key, tree, { minKeys: 1, noNullPrototype: true }), (data) => {
      const fast = fastOf(`${printYaml(data)}\n`);
      runs++;
      if (!fast) return;
      read++;
      expect(fast.value).toEqual(data);
    }),
    { numRuns: 500 },
  );
  expect(read / runs).toBeGreaterThan(0.95);
});
