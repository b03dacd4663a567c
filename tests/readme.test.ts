import { execFileSync, spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readFences, readSteps } from "./markdown.ts";

const root = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(join(root, "README.md"), "utf8");
let folder: string;

beforeAll(() => {
  expect(
    existsSync(join(root, "dist/cli.js")),
    "npm test builds before it tests; run npm run build",
  ).toBe(true);
  folder = mkdtempSync(join(tmpdir(), "meshwright-readme-"));
  mkdirSync(join(folder, "bin"));
  writeFileSync(
    join(folder, "bin/meshwright"),
    `#!/bin/sh\nexec "${process.execPath}" "${join(root, "dist/cli.js")}" "$@"\n`,
  );
  chmodSync(join(folder, "bin/meshwright"), 0o755);
  mkdirSync(join(folder, "work/node_modules"), { recursive: true });
  symlinkSync(root, join(folder, "work/node_modules/meshwright"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("what the README shows is what happens", () => {
  const work = join(folder, "work");
  let steps = 0;
  for (const { language, title, text } of readFences(readme)) {
    if (title !== "") writeFileSync(join(work, title), text);
    if (language !== "console") continue;
    for (const { command, expected } of readSteps(text)) {
      const { stdout } = spawnSync("sh", ["-c", command], {
        cwd: work,
        encoding: "utf8",
        env: { PATH: `${join(folder, "bin")}:${process.env["PATH"]}` },
      });
      expect(stdout, command).toMatch(expected);
      steps++;
    }
  }
  expect(steps).toBeGreaterThan(3);
  expect(execFileSync(process.execPath, ["library.mjs"], { cwd: work, encoding: "utf8" })).toBe(
    "undefined true []\n",
  );
});

test("every file and page that is linked is there", () => {
  const pages = [
    "README.md",
    "docs/getting-started.md",
    "docs/ownership.md",
    "docs/lint.md",
    "docs/library.md",
    "docs/ci.md",
  ];
  for (const page of pages) {
    const text = readFileSync(join(root, page), "utf8");
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)\)/g))
      expect(existsSync(join(root, page, "..", target!)), `${page} → ${target}`).toBe(true);
  }
});
