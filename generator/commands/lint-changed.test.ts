import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { simpleGit } from "simple-git";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Terminal } from "./command.ts";
import { lint } from "./lint.ts";
import { main } from "./main.ts";

const deployment = `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: { app: web }
  template:
    metadata:
      labels: { app: web }
    spec:
      containers:
        - name: web
          image: registry.example.com/web:1.0
`;
const overlay = `resources:
  - ../../base
patches:
  - patch: |
      apiVersion: apps/v1
      kind: Deployment
      metadata:
        name: web
      spec:
        replicas: 2
`;
const committed = {
  "web/base/kustomization.yaml": "resources:\n  - deployment.yaml\n",
  "web/base/deployment.yaml": deployment,
  "web/overlays/prod/kustomization.yaml": overlay,
  // A mistake that was there before, in a build that has nothing to do with web
  "other/kustomization.yaml": "resources:\n  - missing.yaml\n",
};

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "meshwright-changed-"));
  const git = simpleGit(folder);
  await git.raw("init", "--quiet", "--initial-branch=main");
  await git.raw("config", "user.name", "Somebody");
  await git.raw("config", "user.email", "somebody@example.com");
  put(committed);
  await git.raw("add", ".");
  await git.raw("commit", "--quiet", "-m", "all");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function put(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

async function findings(...words: string[]): Promise<string[]> {
  let out = "";
  const terminal: Terminal = {
    out: (text) => void (out += text),
    err: () => undefined,
    stdin: async () => Buffer.alloc(0),
    environment: {},
    folder,
    outIsTerminal: false,
    errIsTerminal: false,
    pid: process.pid,
    isAlive: () => true,
  };
  await main([lint], ["lint", "--format", "json", ...words], terminal);
  const report = JSON.parse(out) as { findings: { file: string; line: number; rule: string }[] };
  return report.findings.map(({ file, line, rule }) => `${file}:${line} ${rule}`);
}

/** Stages everything, and asks both ways. */
async function changed(): Promise<string[]> {
  await simpleGit(folder).raw("add", "--all");
  const staged = await findings("--staged");
  expect(await findings("--changed-since", "main")).toEqual(staged);
  return staged;
}

test("a mistake in a build that no change reaches is left alone", async () => {
  expect(await findings()).toEqual(["other/kustomization.yaml:2 kustomize/missing-path"]);
  put({ "web/base/deployment.yaml": deployment.replace("1.0", "1.1") });
  expect(await changed()).toEqual([]);
});

test("a change of a base that breaks an overlay is found in the overlay", async () => {
  put({ "web/base/deployment.yaml": deployment.replace("name: web", "name: shop") });
  expect(await changed()).toEqual([
    "web/overlays/prod/kustomization.yaml:5 kustomize/patch-target",
  ]);
});

test("a file that is gone is missed by the kustomization that names it", async () => {
  rmSync(join(folder, "web/base/deployment.yaml"));
  expect(await changed()).toEqual(["web/base/kustomization.yaml:2 kustomize/missing-path"]);
});

test("a folder that is gone is missed too", async () => {
  rmSync(join(folder, "web/base"), { recursive: true });
  expect(await changed()).toEqual([
    "web/overlays/prod/kustomization.yaml:2 kustomize/missing-path",
  ]);
});

test("a kustomization that is gone is missed by the one that includes its folder", async () => {
  rmSync(join(folder, "web/base/kustomization.yaml"));
  expect(await changed()).toEqual([
    "web/overlays/prod/kustomization.yaml:2 kustomize/missing-kustomization",
  ]);
});

test("a suppression in a file that did not change holds", async () => {
  const suppressed = `# meshwright-disable-next-line kustomize/missing-path -- made by CI\n  - deployment.yaml\n`;
  put({ "web/base/kustomization.yaml": `resources:\n  ${suppressed}` });
  await simpleGit(folder).raw("commit", "--quiet", "--all", "-m", "suppress");
  rmSync(join(folder, "web/base/deployment.yaml"));
  expect(await changed()).toEqual([]);
});

test("a file that is no text is there for the kustomization that names it", async () => {
  put({
    "icons/kustomization.yaml":
      "configMapGenerator:\n  - name: icons\n    files:\n      - icon.png\n      - icon.json\n",
    ".gitignore": "icon.png\n",
  });
  for (const name of ["icon.png", "icon.json"])
    writeFileSync(join(folder, "icons", name), Buffer.from([0x89, 0x50, 0x00, 0xff]));
  expect(await findings("icons")).toEqual(["icons/icon.json:1 disk/binary"]);
});

test("a file that settings ignore is there for the kustomization that names it", async () => {
  put({ ".meshwright.yaml": "ignore:\n  - web/base/deployment.yaml\n" });
  expect(await findings("web")).toEqual([]);
});
