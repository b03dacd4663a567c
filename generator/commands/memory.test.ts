import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test } from "vitest";
import { lint } from "./lint.ts";
import { type Memory, openMemory } from "./memory.ts";
import { main } from "./main.ts";

let folder: string;
let cache: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-memory-")));
  cache = mkdtempSync(join(tmpdir(), "meshwright-cache-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(cache, { recursive: true, force: true });
});

const environment = (): Record<string, string> => ({ XDG_CACHE_HOME: cache });
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
/** Until the clock of the file system has moved on. */
const settle = (): Promise<void> => setTimeout(80);
const open = (more: { given?: string[]; paths?: string[] } = {}): Memory<string> =>
  openMemory<string>(
    {
      root: folder,
      paths: ["a.yaml", "notes.txt"],
      isSource: (path) => path.endsWith(".yaml"),
      words: ["test"],
      given: [],
      ...more,
    },
    environment(),
  )!;

async function remember(): Promise<void> {
  put("a.yaml", "a: 1\n");
  await settle();
  open().keep("found");
}

test("an outcome is recalled while nothing changes, and files that were not read may change", async () => {
  await remember();
  expect(open().recall()).toBe("found");
  put("notes.txt", "new");
  expect(open().recall()).toBe("found");
});

test("other content of the same size and time is seen", async () => {
  await remember();
  const { atime, mtime } = statSync(join(folder, "a.yaml"));
  put("a.yaml", "a: 2\n");
  utimesSync(join(folder, "a.yaml"), atime, mtime);
  expect(open().recall()).toBeUndefined();
});

test.each([
  ["another list of files", { paths: ["a.yaml", "b.txt"] }],
  ["another input", { given: ["x"] }],
])("%s is another state", async (_, more) => {
  await remember();
  expect(open(more).recall()).toBeUndefined();
});

test("what was read beside the sources counts, and so does what was not there", async () => {
  put("a.yaml", "a: 1\n");
  await settle();
  const memory = open();
  memory.seen.set(join(folder, "missing"), "absent");
  memory.keep("found");
  expect(open().recall()).toBe("found");
  put("missing", "");
  expect(open().recall()).toBeUndefined();
});

test("a file that changed a moment ago is not trusted", () => {
  put("a.yaml", "a: 1\n");
  open().keep("found");
  expect(open().recall()).toBeUndefined();
});

test("an entry is its owner's alone, and one that was damaged is none", async () => {
  await remember();
  const [name] = readdirSync(join(cache, "meshwright"));
  const entry = join(cache, "meshwright", name!);
  expect(statSync(entry).mode & 0o077).toBe(0);
  const text = readFileSync(entry, "utf8");
  writeFileSync(entry, text.replace("found", "fount"));
  expect(open().recall()).toBeUndefined();
  writeFileSync(entry, text.slice(0, -5));
  expect(open().recall()).toBeUndefined();
  writeFileSync(entry, "");
  expect(open().recall()).toBeUndefined();
});

test("big integers are not kept, for JSON would change them", async () => {
  put("a.yaml", "a: 1\n");
  await settle();
  const memory = openMemory<unknown>(
    { root: folder, paths: ["a.yaml"], isSource: () => true, words: [], given: [] },
    environment(),
  )!;
  memory.keep([{ to: 10n }]);
  expect(readdirSync(cache)).toEqual([]);
});

const service = (name: string, port: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\nspec:\n  ports:\n    - port: ${port}\n`;

async function runLint(...words: string[]): Promise<[number, string]> {
  let out = "";
  const code = await main([lint], ["lint", "--format", "json", ...words], {
    out: (text) => void (out += text),
    err: () => {},
    stdin: async () => Buffer.alloc(0),
    environment: environment(),
    folder,
    outIsTerminal: false,
    errIsTerminal: false,
    pid: 1,
    isAlive: () => false,
  });
  return [code, out];
}

test("lint with its memory says after any edits what it says without", async () => {
  const file = fc.constantFrom("a.yaml", "b/c.yaml", "b/kustomization.yaml", "b/data.txt");
  const text = fc.constantFrom(
    undefined,
    service("a", "80"),
    service("a", "x"),
    service("b", "99999"),
    "resources: [c.yaml]\nconfigMapGenerator:\n  - { name: d, files: [data.txt] }\n",
    "a: [",
  );
  await fc.assert(
    fc.asyncProperty(fc.array(fc.tuple(file, text), { maxLength: 4 }), async (edits) => {
      rmSync(folder, { recursive: true, force: true });
      put("a.yaml", service("a", "80"));
      for (const [path, content] of [[undefined, undefined] as const, ...edits]) {
        if (path !== undefined && content === undefined)
          rmSync(join(folder, path), { force: true });
        if (path !== undefined && content !== undefined) put(path, content);
        await settle();
        const cold = await runLint("--no-cache");
        expect(await runLint()).toEqual(cold);
        expect(await runLint()).toEqual(cold);
      }
    }),
    { numRuns: 12 },
  );
  expect(readdirSync(join(cache, "meshwright"))).toHaveLength(1);
});
