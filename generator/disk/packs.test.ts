import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { sumModule } from "./go.ts";
import { comparePack, packSource, writePack } from "./packs.ts";

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "packs-"))));
afterEach(() => rmSync(folder, { recursive: true }));

function put(path: string, content: unknown): void {
  mkdirSync(join(folder, path, ".."), { recursive: true });
  writeFileSync(
    join(folder, path),
    typeof content === "string" ? content : JSON.stringify(content),
  );
}

test("a schema is found by group, version and kind; what is not there or no JSON object is not", () => {
  put("core/pod_v1.json", { title: "pod" });
  put("a.b/lamp_v1.json", "{ broken");
  put("a.b/list_v1.json", "[]");
  const source = packSource(folder);
  expect(source.find("", "v1", "Pod")).toEqual({ title: "pod" });
  expect(source.find("", "v1", "Pod")).toBe(source.find("", "v1", "Pod"));
  expect(source.find("a.b", "v1", "Lamp")).toBeUndefined();
  expect(source.find("a.b", "v1", "List")).toBeUndefined();
  expect(source.find("a.b", "v2", "Lamp")).toBeUndefined();
  expect(source.find("..", "v1", "../core/pod")).toBeUndefined();
});

test("the other form of a kind lies under experimental", () => {
  put("a.b/lamp_v1.json", { title: "stable" });
  put("experimental/a.b/lamp_v1.json", { title: "experimental" });
  const source = packSource(folder);
  expect(source.find("a.b", "v1", "Lamp")?.title).toBe("stable");
  expect(source.findOther?.("a.b", "v1", "Lamp")?.title).toBe("experimental");
  expect(source.findOther?.("a.b", "v1", "Desk")).toBeUndefined();
});

test("a kind in other capitals is another one, where the schema says which it is", () => {
  const named = { "x-kubernetes-group-version-kind": [{ group: "", version: "v1", kind: "Pod" }] };
  put("core/pod_v1.json", named);
  put("core/lamp_v1.json", {});
  const source = packSource(folder);
  expect(source.find("", "v1", "pod")).toBeUndefined();
  expect(source.find("", "v1", "Pod")).toEqual(named);
  expect(source.find("", "v1", "LAMP")).toEqual({});
});

test("with a Kubernetes minor its built-in kinds count instead of the folder's own", () => {
  const native = { "x-meshwright-dialect": "native", "x-meshwright-scope": "Namespaced" };
  put("core/pod_v1.json", { ...native, title: "new" });
  put("core/fresh_v1.json", { ...native, title: "new" });
  put("kubernetes-1.30/core/pod_v1.json", { ...native, title: "old" });
  put("a.b/lamp_v1.json", { "x-meshwright-dialect": "custom" });
  put("k.io/kustomization_v1.json", { "x-meshwright-dialect": "native" });
  const old = packSource(folder, "1.30");
  expect(old.find("", "v1", "Pod")?.title).toBe("old");
  expect(old.find("", "v1", "Fresh")).toBeUndefined();
  expect(old.find("a.b", "v1", "Lamp")).toBeDefined();
  expect(old.find("k.io", "v1", "Kustomization")).toBeDefined();
  expect(packSource(folder, "1.29").find("", "v1", "Pod")?.title).toBe("new");
});

const ours = { "x-meshwright-source": "lamps" };
const isOurs = (schema: object): boolean => "x-meshwright-source" in schema;

test("packs become what they are to be, and leave alone what is not theirs", () => {
  put("a.b/old_v1.json", ours);
  put("a.b/changed_v1.json", ours);
  put("mine/hand_v1.json", { title: "mine" });
  const text = JSON.stringify({ ...ours, title: "x" });
  const files = new Map([
    ["a.b/changed_v1.json", text],
    ["c.d/new_v1.json", text],
  ]);
  const change = comparePack(folder, files, isOurs);
  expect(change).toEqual({
    create: ["c.d/new_v1.json"],
    update: ["a.b/changed_v1.json"],
    delete: ["a.b/old_v1.json"],
    conflicts: [],
  });
  expect(writePack(folder, files, change)).toBeUndefined();
  expect(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((path) => path.endsWith(".json"))
      .toSorted(),
  ).toEqual(["a.b/changed_v1.json", "c.d/new_v1.json", "mine/hand_v1.json"]);
  expect(comparePack(folder, files, isOurs)).toEqual({
    create: [],
    update: [],
    delete: [],
    conflicts: [],
  });
});

test("a file of somebody else's and a link out of the folder are in the way", () => {
  put("a.b/hand_v1.json", { title: "mine" });
  symlinkSync(tmpdir(), join(folder, "out"));
  const files = new Map([
    ["a.b/hand_v1.json", "{}"],
    ["out/lamp_v1.json", "{}"],
  ]);
  const { conflicts, create, update } = comparePack(folder, files, isOurs);
  expect(conflicts.map(({ path }) => path)).toEqual(["a.b/hand_v1.json", "out/lamp_v1.json"]);
  expect([...create, ...update]).toEqual([]);
  expect(readFileSync(join(folder, "a.b/hand_v1.json"), "utf8")).toBe('{"title":"mine"}');
});

test("the sum of a module is the one that Go computes", () => {
  put("go.mod", "module example.com/m\n");
  put("sub/b.txt", "b\n");
  put("sub-a.txt", "a\n");
  expect(sumModule(folder, "example.com/m", "v1.0.0")).toEqual({
    folder,
    sum: "h1:3b87WjDy1oq+/vgXu9rGd+UQdZfl09kxOZwTxCLB8/U=",
  });
  expect(sumModule(join(folder, "nowhere"), "example.com/m", "v1.0.0")).toEqual({
    problem: `${join(folder, "nowhere")}: it does not exist`,
  });
});
