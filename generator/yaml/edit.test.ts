import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Fix } from "../core/finding.ts";
import { valueAt } from "../core/path.ts";
import type { Path } from "../core/path.ts";
import { applyFixes } from "./edit.ts";
import { printYaml } from "./print.ts";
import { readYaml } from "./read.ts";

type Operation = Fix extends infer Each
  ? Each extends Fix
    ? Omit<Each, "document">
    : never
  : never;
const on = (document: number, ...fixes: Operation[]): Fix[] =>
  fixes.map((fix) => ({ ...fix, document }));
const fixed = (text: string, ...fixes: Operation[]) => applyFixes(text, on(0, ...fixes)).text;

describe("rename-key", () => {
  test("keeps the quotes, the value and the comments", () => {
    expect(
      fixed("a:\n  hosst: 1 # c\n", { op: "rename-key", path: ["a", "hosst"], to: "hosts" }),
    ).toBe("a:\n  hosts: 1 # c\n");
    expect(fixed("{'a': 1}\n", { op: "rename-key", path: ["a"], to: "b" })).toBe(
      "{'a': 1}\n".replace("a", "b"),
    );
    expect(fixed('- "a" : {x: 1}\n', { op: "rename-key", path: [0, "a"], to: "b" })).toBe(
      '- "b" : {x: 1}\n',
    );
  });

  test("is left out where the new key is taken", () => {
    const { text, skipped } = applyFixes(
      "a: 1\nb: 2\n",
      on(0, { op: "rename-key", path: ["a"], to: "b" }),
    );
    expect(text).toBe("a: 1\nb: 2\n");
    expect(skipped).toHaveLength(1);
  });
});

describe("quote", () => {
  test("keeps what is written", () => {
    expect(
      fixed("a: yes # c\nb: 0755\n", { op: "quote", path: ["a"] }, { op: "quote", path: ["b"] }),
    ).toBe('a: "yes" # c\nb: "0755"\n');
    expect(fixed("a: 'x'\nb: [1.10, on]\n", { op: "quote", path: ["b", 0] })).toBe(
      "a: 'x'\nb: ['1.10', on]\n",
    );
  });

  test("keeps CRLF, BOM and the other documents", () => {
    const text = "\ufeffa: no\r\n---\r\nb: no\r\n";
    expect(applyFixes(text, on(1, { op: "quote", path: ["b"] })).text).toBe(
      '\ufeffa: no\r\n---\r\nb: "no"\r\n',
    );
  });

  test("is left out for what is quoted, tagged or shared", () => {
    const text = 'a: "x"\nb: !!int 5\nc: &c no\nd: *c\n';
    const fixes = on(
      0,
      { op: "quote", path: ["a"] },
      { op: "quote", path: ["b"] },
      { op: "quote", path: ["c"] },
      { op: "quote", path: ["d"] },
    );
    const result = applyFixes(text, fixes);
    expect(result.text).toBe(text);
    expect(result.skipped.map(({ fix }) => fix)).toEqual(expect.arrayContaining(fixes));
  });
});

describe("set", () => {
  test("replaces scalars in their style", () => {
    expect(fixed("a: 'x' # c\n", { op: "set", path: ["a"], to: "y" })).toBe("a: 'y' # c\n");
    expect(fixed("a: x\nb: [1, 2]\n", { op: "set", path: ["b", 1], to: "yes" })).toBe(
      'a: x\nb: [1, "yes"]\n',
    );
    expect(fixed("a:\n", { op: "set", path: ["a"], to: 5 })).toBe("a: 5\n");
    expect(
      fixed("a:\n  b: |\n    x\n    y\n  c: 1\n", { op: "set", path: ["a", "b"], to: "z" }),
    ).toBe("a:\n  b: z\n  c: 1\n");
  });

  test("writes blocks at the right indentation", () => {
    expect(fixed("a:\n  b: 1\n  c: 2\n", { op: "set", path: ["a", "b"], to: { x: ["1"] } })).toBe(
      'a:\n  b:\n    x:\n      - "1"\n  c: 2\n',
    );
    expect(fixed("a:\n  - 1\n", { op: "set", path: ["a", 0], to: { x: 1, z: 2 } })).toBe(
      "a:\n  - x: 1\n    z: 2\n",
    );
    expect(fixed("a: 1\n", { op: "set", path: ["a"], to: "x\ny\n" })).toBe("a: |\n  x\n  y\n");
  });

  test("adds a missing key below the others", () => {
    expect(fixed("a:\n  b: 1 # c\n\nz: 1\n", { op: "set", path: ["a", "d"], to: "x" })).toBe(
      "a:\n  b: 1 # c\n  d: x\n\nz: 1\n",
    );
  });

  test("leaves comments inside what it would replace", () => {
    const text = "a:\n  b: 1 # why\n  c: 2\n";
    expect(applyFixes(text, on(0, { op: "set", path: ["a"], to: 1 }))).toMatchObject({
      text,
      skipped: [{}],
    });
  });
});

describe("remove", () => {
  test("takes whole lines, or what follows a dash", () => {
    expect(fixed("a: 1 # c\n# d\nb:\n  x: 1\nc: 3\n", { op: "remove", path: ["b"] })).toBe(
      "a: 1 # c\n# d\nc: 3\n",
    );
    expect(fixed("- a: 1\n  b: 2\n", { op: "remove", path: [0, "a"] })).toBe("- b: 2\n");
    expect(
      fixed(
        "a:\n- 1\n- 2\n- 3",
        { op: "remove", path: ["a", 2] },
        { op: "remove", path: ["a", 0] },
      ),
    ).toBe("a:\n- 2");
    expect(fixed("a: {x: 1, v: 2, z: 3}\n", { op: "remove", path: ["a", "v"] })).toBe(
      "a: {x: 1, z: 3}\n",
    );
    expect(fixed('{"a": [1, 2]}', { op: "remove", path: ["a", 1] })).toBe('{"a": [1]}');
  });

  test("leaves an empty collection where the last entry goes", () => {
    expect(fixed("a:\n  x: 1\nb: 2\n", { op: "remove", path: ["a", "x"] })).toBe("a: {}\nb: 2\n");
    expect(fixed("a:\n- 1\n", { op: "remove", path: ["a", 0] })).toBe("a: []\n");
  });
});

test("several fixes at once", () => {
  const text = "spec:\n  hosst: # these\n    - a\n  port: no\n  old: 1\n";
  const fixes: Operation[] = [
    { op: "rename-key", path: ["spec", "hosst"], to: "hosts" },
    { op: "quote", path: ["spec", "port"] },
    { op: "remove", path: ["spec", "old"] },
  ];
  expect(fixed(text, ...fixes)).toBe('spec:\n  hosts: # these\n    - a\n  port: "no"\n');
});

test("leaves a document alone that cannot be parsed", () => {
  expect(applyFixes("a: [\n", on(0, { op: "remove", path: ["a"] }))).toMatchObject({
    text: "a: [\n",
    skipped: [{}],
  });
});

const name = fc.constantFrom("a", "b", "hosts", "on", "8080", "app.io/name", "x y");
const scalar = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom("yes", "0755", "a: b", "# x", "x\ny\n", " \n"),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie("tree"), { maxLength: 3 }),
    fc.dictionary(name, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const document = fc.dictionary(name, tree, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

function pathsOf(data: unknown, path: Path = []): Path[] {
  if (typeof data !== "object" || data === null) return [path];
  return [
    path,
    ...Object.entries(data).flatMap(([key, item]) =>
      pathsOf(item, [...path, Array.isArray(data) ? Number(key) : key]),
    ),
  ];
}

/** A comment behind every line that is no part of a block text. */
function comment(text: string): string {
  return text.includes("|") ? text : text.replace(/$/gm, " # c").replace(/\n? # c$/, "\n");
}

test("a set value is read back, and nothing else changes", () => {
  let applied = 0;
  let runs = 0;
  fc.assert(
    fc.property(document, tree, fc.nat(), fc.boolean(), (data, to, seed, commented) => {
      const text = commented ? comment(printYaml(data)) : `${printYaml(data)}\n`;
      fc.pre(JSON.stringify(readYaml("f", text).documents[0]?.value) === JSON.stringify(data));
      const paths = pathsOf(data).slice(1);
      const path = paths[seed % paths.length]!;
      const result = applyFixes(text, on(0, { op: "set", path, to }));
      runs++;
      if (result.skipped.length > 0) {
        expect(result.text).toBe(text);
        return;
      }
      applied++;
      const after = structuredClone(data);
      (valueAt(after, path.slice(0, -1)) as Record<string | number, unknown>)[path.at(-1)!] = to;
      expect(readYaml("f", result.text).documents[0]?.value).toEqual(after);
    }),
    { numRuns: 500 },
  );
  expect(applied / runs).toBeGreaterThan(0.6);
});

test("a removed entry is gone, and nothing else changes", () => {
  let applied = 0;
  let runs = 0;
  fc.assert(
    fc.property(document, fc.nat(), (data, seed) => {
      const text = `${printYaml(data)}\n`;
      const paths = pathsOf(data).slice(1);
      const path = paths[seed % paths.length]!;
      const result = applyFixes(text, on(0, { op: "remove", path }));
      runs++;
      if (result.skipped.length > 0) {
        expect(result.text).toBe(text);
        return;
      }
      applied++;
      const after = structuredClone(data);
      const parent = valueAt(after, path.slice(0, -1));
      if (Array.isArray(parent)) parent.splice(Number(path.at(-1)), 1);
      else delete (parent as Record<string, unknown>)[path.at(-1)!];
      expect(readYaml("f", result.text).documents[0]?.value).toEqual(after);
    }),
    { numRuns: 500 },
  );
  expect(applied / runs).toBeGreaterThan(0.9);
});
