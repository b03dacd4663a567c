import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { requireMinor } from "./kubernetes-minors.ts";

test("the shipped minors are there, others are named", () => {
  expect(() => requireMinor("1.36", [])).not.toThrow();
  expect(() => requireMinor("1.2", [])).toThrow(
    /^--kubernetes 1\.2: there are schemas of the built-in kinds of 1\.\d\d, /,
  );
});

test("a pack folder of the user's can bring a minor", () => {
  const folder = mkdtempSync(join(tmpdir(), "minors-"));
  try {
    mkdirSync(join(folder, "kubernetes-1.20"));
    expect(() => requireMinor("1.20", [folder])).not.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});
