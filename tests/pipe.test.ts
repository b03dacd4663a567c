import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const cli = resolve("dist/cli.js");

test("a reader that has seen enough, such as head, ends the run without a word", async () => {
  const folder = mkdtempSync(join(tmpdir(), "meshwright-pipe-"));
  // Far more than a pipe holds.
  const broken = Array.from({ length: 3000 }, (_, index) => `- name: "a${index}"\n  kind: 8o\n`);
  writeFileSync(join(folder, "a.yaml"), `apiVersion: v1\nkind: List\nitems:\n${broken.join("")}`);
  const child = spawn(process.execPath, [cli, "lint", "--no-cache", "a.yaml"], { cwd: folder });
  let said = "";
  child.stderr.on("data", (chunk: Buffer) => (said += String(chunk)));
  await once(child.stdout, "data");
  child.stdout.destroy();
  const [code, signal] = (await once(child, "exit")) as [number | null, string | null];
  rmSync(folder, { recursive: true });
  expect([said, signal]).toEqual(["", null]);
  expect([0, 1]).toContain(code);
});
