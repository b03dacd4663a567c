import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sumModule } from "../disk/go.ts";
import type { Terminal } from "./command.ts";
import { main } from "./main.ts";
import { schemas } from "./schemas.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "schemas-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

async function run(
  words: string[],
  stdin = "",
): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const terminal: Terminal = {
    out: (text) => (out += text),
    err: (text) => (err += text),
    stdin: async () => Buffer.from(stdin),
    environment: { PATH: join(folder, "no-programs-here") },
    folder,
    outIsTerminal: false,
    errIsTerminal: false,
    pid: 1,
    isAlive: () => false,
  };
  const code = await main([schemas], ["schemas", ...words], terminal);
  return { code, out, err };
}

const crd = (type: string): string => `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: lamps.example.com
spec:
  group: example.com
  scope: Namespaced
  names: {kind: Lamp, plural: lamps}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: {type: ${type}}
`;

test("add converts a file, then replaces it only when it changed", async () => {
  put("crds/lamp.yaml", crd("object"));
  const first = await run(["add", "crds/lamp.yaml"]);
  expect(first).toEqual({
    code: 0,
    err: "",
    out: "create schemas/example.com/lamp_v1.json\n1 schema of your own: 1 created, 0 updated, 0 unchanged\n",
  });
  expect(
    JSON.parse(readFileSync(join(folder, "schemas/example.com/lamp_v1.json"), "utf8"))[
      "x-meshwright-scope"
    ],
  ).toBe("Namespaced");
  expect((await run(["add", "crds"])).out).toContain("0 created, 0 updated, 1 unchanged");
  put("crds/lamp.yaml", crd("string"));
  expect((await run(["add", "crds"])).out).toContain("update schemas/example.com/lamp_v1.json");
});

test("add reads the List that kubectl prints", async () => {
  const items = crd("object")
    .split("\n")
    .map((line, index) => (index === 0 ? `- ${line}` : `  ${line}`))
    .join("\n");
  const { code, out } = await run(
    ["add", "-", "--out", "packs"],
    `apiVersion: v1\nkind: List\nitems:\n${items}`,
  );
  expect(out).toContain("create packs/example.com/lamp_v1.json");
  expect(code).toBe(0);
});

test("a malformed CRD is a finding with its place, and what can be used is written", async () => {
  put("lamp.yaml", crd("strin"));
  const { code, out } = await run(["add", "lamp.yaml"]);
  expect(out).toContain("lamp.yaml:17:24: error: type must be one of");
  expect(out).toContain("0 created");
  expect(code).toBe(1);
});

test.each([
  ["nothing to add", ["add"], "needs CRD files"],
  ["a missing file", ["add", "nope.yaml"], "nope.yaml: "],
  ["a file without CRDs", ["add", "service.yaml"], "there is no CustomResourceDefinition in it"],
  ["an unknown action", ["ad"], 'did you mean "add"'],
  ["no action", [], "list, add or sync"],
  ["no sources", ["sync"], "schemas/sources.yaml: "],
])("%s is wrong usage", async (_, words, message) => {
  put("service.yaml", "apiVersion: v1\nkind: Service\nmetadata: {name: a}\n");
  const { code, err } = await run(words);
  expect(err).toContain(message);
  expect(code).toBe(2);
});

test("a file that is no pack of ours is never overwritten", async () => {
  put("lamp.yaml", crd("object"));
  put("schemas/example.com/lamp_v1.json", '{"mine": true}');
  const { code, err } = await run(["add", "lamp.yaml"]);
  expect(err).toContain(
    "schemas/example.com/lamp_v1.json: a file that is no schema pack of ours is in the way",
  );
  expect(code).toBe(2);
  expect(readFileSync(join(folder, "schemas/example.com/lamp_v1.json"), "utf8")).toBe(
    '{"mine": true}',
  );
});

test("list shows own kinds beside the shipped ones", async () => {
  await run(["add", "-"], crd("object"));
  const { code, out } = await run(["list"]);
  expect(out).toMatch(/^Lamp\.example\.com +v1 +schemas +1 KiB$/m);
  expect(out).toMatch(
    /^VirtualService\.networking\.istio\.io +v1, v1alpha3, v1beta1 +istio v[\d.]+ +\d+ KiB$/m,
  );
  expect(out).toMatch(/^--kubernetes 1\.\d+ +all built-in kinds /m);
  expect(code).toBe(0);
});

function pin(sum?: string): void {
  put("cache/example.com/lamps@v1.0.0/crds/lamp.yaml", crd("object"));
  const found = sumModule(
    join(folder, "cache/example.com/lamps@v1.0.0"),
    "example.com/lamps",
    "v1.0.0",
  ) as { sum: string };
  put(
    "schemas/sources.yaml",
    `sources:\n- {name: lamps, module: example.com/lamps, version: v1.0.0, sum: "${sum ?? found.sum}", licence: MIT, crds: [crds]}\n`,
  );
}

test("sync makes what the sources give, to the byte, and leaves other packs alone", async () => {
  pin();
  put("schemas/example.com/gone_v1.json", '{"x-meshwright-source": "lamps"}');
  put("schemas/other.com/mine_v1.json", '{"x-meshwright-dialect": "custom"}');
  expect(await run(["sync", "--from", "cache", "--check"])).toMatchObject({ code: 1 });
  expect(existsSync(join(folder, "schemas/example.com/lamp_v1.json"))).toBe(false);
  const { code, out } = await run(["sync", "--from", "cache"]);
  expect(out).toBe(
    "create schemas/example.com/lamp_v1.json\ndelete schemas/example.com/gone_v1.json\n1 schema: 2 files changed\n",
  );
  expect(code).toBe(0);
  expect(existsSync(join(folder, "schemas/other.com/mine_v1.json"))).toBe(true);
  expect(await run(["sync", "--from", "cache", "--check"])).toEqual({
    code: 0,
    err: "",
    out: "1 schema: all as their sources give them\n",
  });
});

test("sync refuses a module with another sum", async () => {
  pin(`h1:${"A".repeat(43)}=`);
  const { code, err } = await run(["sync", "--from", "cache"]);
  expect(err).toContain("the sum of example.com/lamps@v1.0.0 is h1:");
  expect(code).toBe(2);
  expect(existsSync(join(folder, "schemas/example.com/lamp_v1.json"))).toBe(false);
});

test("sync says that Go is missing, and that there is another way", async () => {
  pin();
  const { code, err } = await run(["sync"]);
  expect(err).toContain("Go is not installed");
  expect(err).toContain("--from");
  expect(code).toBe(2);
});

test("a broken sources.yaml is told with its place", async () => {
  pin("no sum");
  const { code, out } = await run(["sync", "--from", "cache"]);
  expect(out).toMatch(/schemas\/sources\.yaml:2:\d+: error: sum must be an h1: sum/);
  expect(code).toBe(2);
});
