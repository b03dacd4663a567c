import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { findViolations } from "./architecture.ts";

const generator = new URL("../generator/", import.meta.url);

function readSources(): Map<string, string> {
  const paths = (readdirSync(generator, { recursive: true }) as string[]).map((path) =>
    path.replaceAll("\\", "/"),
  );
  const sources = paths.filter(
    (path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("testdata/"),
  );
  return new Map(sources.map((path) => [path, readFileSync(new URL(path, generator), "utf8")]));
}

test("imports go one way", () => {
  const sources = readSources();
  expect(sources.size).toBeGreaterThan(100);
  expect(findViolations(sources)).toEqual([]);
});

test.each([
  [
    "core/a.ts",
    'import { x } from "../yaml/read.ts";',
    "core/a.ts imports ../yaml/read.ts: core/ may not know yaml/",
  ],
  [
    "services/a.ts",
    'import type { Rule } from "../../generator/../lint/engine.ts";',
    "may not know lint/",
  ],
  [
    "lint/rules/a/rule.ts",
    'import {\n  x,\n} from "../../../report/text.ts";',
    "lint/ may not know report/",
  ],
  ["disk/a.ts", 'export { x } from "../git/run.ts";', "disk/ may not know git/"],
  [
    "report/a.ts",
    'const x = await import("../commands/lint.ts");',
    "report/ may not know commands/",
  ],
  ["lint/a.ts", 'import { parse } from "yaml";', "lint/a.ts imports yaml, which only yaml/ may"],
  ["lint/a.ts", 'import "ajv/dist/2020.js";', "which only schema/ may"],
  ["commands/a.ts", 'import { readFileSync } from "node:fs";', "which only disk/ may"],
  ["commands/a.ts", 'import { simpleGit } from "simple-git";', "which only git/ may"],
  [
    "commands/a.ts",
    "const x = process.env;",
    "commands/a.ts touches process, which only cli.ts may",
  ],
  ["core/a.ts", 'import { x } from "../unheard/of.ts";', "no level is known for unheard/"],
])("a violation in %s is found: %s", (file, text, message) => {
  expect(findViolations(new Map([[file, text]]))).toEqual([expect.stringContaining(message)]);
});
