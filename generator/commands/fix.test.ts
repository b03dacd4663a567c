import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { simpleGit } from "simple-git";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Finding } from "../core/finding.ts";
import type { Terminal } from "./command.ts";
import { fixAll } from "./fix.ts";
import { lint } from "./lint.ts";
import { main } from "./main.ts";

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-fix-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const read = (path: string): string => readFileSync(join(folder, path), "utf8");

/** Runs `lint --fix`. @returns what it says beside the report */
async function fix(...paths: string[]): Promise<string> {
  let err = "";
  await main([lint], ["lint", "--fix", ...paths], { ...terminal(), err: (text) => (err += text) });
  return err;
}

const terminal = (): Terminal => ({
  out: () => undefined,
  err: () => undefined,
  stdin: async () => Buffer.alloc(0),
  environment: {},
  folder,
  outIsTerminal: false,
  errIsTerminal: false,
  pid: process.pid,
  isAlive: () => true,
});

const map = (data: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: x}\ndata: {a: ${data}}\n`;

test.each([
  [
    "flow style, with the quotes that the file has",
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: x, lables: {}}, data: {a: 1.10, 'b': on}}",
    "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: x, labels: {}}, data: {a: '1.10', 'b': 'on'}}",
  ],
  [
    "CRLF without a last line end",
    map("0755 # x\r\n  ").replaceAll("\n", "\r\n").trimEnd(),
    map('"0755" # x\r\n  ').replaceAll("\n", "\r\n").trimEnd(),
  ],
  [
    "byte order marks",
    `\ufeff${map("1")}---\n\ufeff${map("2").replace("name: a", "name: b")}`,
    `\ufeff${map('"1"')}---\n\ufeff${map('"2"').replace("name: a", "name: b")}`,
  ],
  [
    "JSON",
    JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", namespace: "x" },
      data: { a: 1 },
    }),
    JSON.stringify({
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "a", namespace: "x" },
      data: { a: "1" },
    }),
  ],
  [
    "documents with comments between",
    `# one\n${map("1")}--- # two\n\n# three\n${map("no").replace("name: a", "name: b")}`,
    `# one\n${map('"1"')}--- # two\n\n# three\n${map('"no"').replace("name: a", "name: b")}`,
  ],
  [
    "a key that is marked as one",
    map("1").replace("{a: 1}", "\n  ? a\n  : 1 # one"),
    map("1").replace("{a: 1}", '\n  ? a\n  : "1" # one'),
  ],
  [
    "an apiVersion that no longer is",
    "apiVersion: 'autoscaling/v2beta2' # old\nkind: HorizontalPodAutoscaler\nmetadata: {name: a, namespace: x}\nspec: {maxReplicas: 1, scaleTargetRef: {kind: A, name: b, apiVersion: x.io/v1}}",
    "apiVersion: 'autoscaling/v2' # old\nkind: HorizontalPodAutoscaler\nmetadata: {name: a, namespace: x}\nspec: {maxReplicas: 1, scaleTargetRef: {kind: A, name: b, apiVersion: x.io/v1}}",
  ],
])("repairs %s, and nothing more a second time", async (_, before, after) => {
  put("a.yaml", before);
  expect(await fix()).toContain("fixed 1 file\n");
  expect(read("a.yaml")).toBe(after);
  expect(await fix()).not.toContain("fixed");
  expect(read("a.yaml")).toBe(after);
});

test("a value that others take is left as it is", async () => {
  put("a.yaml", map("&x 1, b: *x, c: 2"));
  expect(await fix()).toBe(
    "a.yaml: not fixed: there is no plain way to change /data/b\na.yaml: not fixed: a change of /data/a would alter more than that\nfixed 1 file\n",
  );
  expect(read("a.yaml")).toBe(map('&x 1, b: *x, c: "2"'));
});

test("a link stays one, and modes stay", async () => {
  put("real/a.yaml", map("1"));
  chmodSync(join(folder, "real/a.yaml"), 0o750);
  symlinkSync("real/a.yaml", join(folder, "link.yaml"));
  expect(await fix()).not.toContain("not fixed");
  expect(read("real/a.yaml")).toBe(map('"1"'));
  expect(lstatSync(join(folder, "link.yaml")).isSymbolicLink()).toBe(true);
  expect(statSync(join(folder, "real/a.yaml")).mode & 0o777).toBe(0o750);
});

test("a read-only file is left alone", async () => {
  put("a.yaml", map("1"));
  chmodSync(join(folder, "a.yaml"), 0o444);
  expect(await fix()).toBe("a.yaml: not fixed: it is read-only\n");
  expect(read("a.yaml")).toBe(map("1"));
});

test("a file that somebody else changed in between is left alone", async () => {
  put("a.yaml", `# new\n${map("1")}`);
  const finding: Finding = {
    rule: "schema/type",
    severity: "error",
    message: "",
    at: { file: "a.yaml", line: 4, column: 11 },
    fix: { op: "quote", document: 0, path: ["data", "a"] },
  };
  const gathered = {
    root: folder,
    tree: new Map([["a.yaml", map("1")]]),
    findings: [],
    remotes: [],
  };
  const report = {
    findings: [finding],
    summary: { files: 1, documents: 1, errors: 1, warnings: 0, infos: 0, unchecked: 0 },
  };
  let told = "";
  await fixAll({ gathered, report }, { ...terminal(), err: (text) => (told += text) }, () => {
    throw new Error("nothing was changed");
  });
  expect(told).toBe("a.yaml: not fixed: it was changed while it was checked\n");
  expect(read("a.yaml")).toBe(`# new\n${map("1")}`);
});

const autoscaler = (more: string) =>
  `apiVersion: autoscaling/v2beta2\nkind: HorizontalPodAutoscaler\nmetadata: {name: web}\nspec: {${more}}\n`;

/** An object of an old version, and an overlay that names it with the version in each way there is. */
function putOverlay(): void {
  const target = "{kind: Deployment, name: web, apiVersion: apps/v1}";
  put("base/a.yaml", autoscaler(`maxReplicas: 1, scaleTargetRef: ${target}`));
  put("base/kustomization.yaml", "resources: [a.yaml]\nnamePrefix: x-\n");
  put("over/patch.yaml", autoscaler("maxReplicas: 2"));
  const inline = autoscaler("minReplicas: 2").replace(/^(?=.)/gm, "      ");
  put(
    "over/kustomization.yaml",
    `resources: [../base]\npatches:\n  - path: patch.yaml\n    target: {group: autoscaling, version: v2beta2, kind: HorizontalPodAutoscaler}\n  - target: {kind: HorizontalPodAutoscaler, name: x-web}\n    patch: |\n${inline}`,
  );
}
const all = ["base/a.yaml", "over/kustomization.yaml", "over/patch.yaml"];

test("an apiVersion is raised with the patches and selectors that name it", async () => {
  putOverlay();
  const before = all.map(read);
  expect(await fix()).toBe("fixed 3 files\n");
  expect(all.map(read)).toEqual(
    before.map((text) =>
      text
        .replaceAll("autoscaling/v2beta2", "autoscaling/v2")
        .replace("version: v2beta2", "version: v2"),
    ),
  );
});

test("all that names it or nothing", async () => {
  putOverlay();
  await simpleGit(folder).raw("init", "--quiet");
  const before = all.map(read);
  expect(await fix("base")).toBe(
    'base/a.yaml: not fixed: HorizontalPodAutoscaler "web": over/kustomization.yaml names it with its version and was not asked for\n',
  );
  chmodSync(join(folder, "over/patch.yaml"), 0o444);
  expect(await fix()).toBe(
    'base/a.yaml: not fixed: HorizontalPodAutoscaler "web": over/patch.yaml is read-only\n',
  );
  expect(all.map(read)).toEqual(before);
});

test("an apiVersion stays where a build would break", async () => {
  putOverlay();
  const kept = read("base/a.yaml");
  const commented = read("over/kustomization.yaml").replace(
    "      spec:",
    "      # more\n      spec:",
  );
  put("over/kustomization.yaml", commented);
  expect(await fix()).toContain('base/a.yaml: not fixed: HorizontalPodAutoscaler "web": ');
  expect([read("base/a.yaml"), read("over/kustomization.yaml")]).toEqual([kept, commented]);
});
