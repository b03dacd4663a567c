import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Terminal } from "./command.ts";
import { builds } from "./builds.ts";
import { main } from "./main.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "meshwright-builds-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function run(...words: string[]): Promise<{ code: number; out: string }> {
  let out = "";
  const terminal: Terminal = {
    out: (text) => void (out += text),
    err: (text) => void (out += text),
    stdin: async () => Buffer.alloc(0),
    environment: {},
    folder,
    outIsTerminal: false,
    errIsTerminal: false,
    pid: process.pid,
    isAlive: () => true,
  };
  return { code: await main([builds], ["builds", ...words], terminal), out };
}

const web = "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\n";
const repository = {
  "clusters/prod/web.yaml": `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata:
  name: web
  namespace: flux-system
spec:
  interval: 10m
  prune: true
  path: ./apps/web
  sourceRef:
    kind: GitRepository
    name: flux-system
`,
  "apps/web/kustomization.yaml": "resources:\n  - web.yaml\n  - https://example.com/more.yaml\n",
  "apps/web/web.yaml": web,
  "apps/web/forgotten.yaml": web.replace("web", "forgotten"),
};

test("prints what an entry leads to, what is left out and what nothing applies", async () => {
  put(repository);
  expect(await run()).toEqual({
    code: 0,
    out: `clusters/prod
  plain                          1 file, 1 object
  flux flux-system/web apps/web  2 files, 1 object
    partial: resource https://example.com/more.yaml is not in this repository (apps/web/kustomization.yaml:3)

1 file that no build reaches:
  apps/web/forgotten.yaml
`,
  });
});

test("prints the same as JSON", async () => {
  put(repository);
  const { out } = await run("--format", "json");
  const { version, entries, unreached } = JSON.parse(out) as {
    version: number;
    entries: { entry: string; builds: { source?: unknown; partial: unknown[] }[] }[];
    unreached: string[];
  };
  expect(version).toBe(1);
  expect(unreached).toEqual(["apps/web/forgotten.yaml"]);
  expect(entries.map(({ entry }) => entry)).toEqual(["clusters/prod"]);
  expect(entries[0]!.builds[1]).toMatchObject({
    root: "apps/web",
    engine: "flux",
    source: {
      kind: "Kustomization",
      namespace: "flux-system",
      name: "web",
      file: "clusters/prod/web.yaml",
      line: 1,
    },
    files: 2,
    objects: 1,
    partial: [{ at: { file: "apps/web/kustomization.yaml", line: 3 } }],
  });
});

test("leaves out what settings ignore, and says when there is nothing", async () => {
  put({ ...repository, ".meshwright.yaml": "ignore:\n  - '*'\n" });
  expect(await run()).toEqual({ code: 0, out: "There are no manifests here.\n" });
});

test("refuses other formats and operands", async () => {
  expect(await run("--format", "yaml")).toMatchObject({ code: 2 });
  expect(await run("apps")).toMatchObject({ code: 2 });
});
