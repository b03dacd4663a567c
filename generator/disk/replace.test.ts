import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { replaceFile } from "./replace.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "meshwright-replace-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

test("makes a file, with its folder, and replaces it", () => {
  expect(replaceFile(join(root, "a/b"), "one")).toBeUndefined();
  expect(replaceFile(join(root, "a/b"), "two")).toBeUndefined();
  expect(readFileSync(join(root, "a/b"), "utf8")).toBe("two");
  expect(readdirSync(join(root, "a"))).toEqual(["b"]);
});

test("leaves nothing behind where it cannot", () => {
  mkdirSync(join(root, "folder/full"), { recursive: true });
  expect(replaceFile(join(root, "folder"), "x")).toBe("it is a folder, not a file");
  expect(readdirSync(root)).toEqual(["folder"]);
});

test("leaves a read-only file alone", () => {
  replaceFile(join(root, "a"), "one");
  chmodSync(join(root, "a"), 0o444);
  expect(replaceFile(join(root, "a"), "two")).toBe("it is read-only");
  expect(readFileSync(join(root, "a"), "utf8")).toBe("one");
});
