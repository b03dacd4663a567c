import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { commandReference } from "../generator/commands/help.ts";
import { loadCommands } from "../generator/commands/registry.ts";
import { allRules } from "../generator/commands/rules.ts";

const commands = await loadCommands();

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");

test("docs/cli.md is what --help prints; npm run docs makes it", () => {
  expect(read("docs/cli.md")).toBe(commandReference(commands));
});

test("names of rules are unique over all stages", () => {
  const names = allRules.map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});

test.each(allRules.filter(({ name }) => /^(disk|generate|render)\//.test(name)))(
  "$name has a page that says what the list says",
  ({ name, severity, summary }) => {
    expect(existsSync(new URL(`../docs/rules/${name}.md`, import.meta.url))).toBe(true);
    const page = read(`docs/rules/${name}.md`);
    expect(page).toContain(`# ${name}\n\n${summary}.\n\nSeverity: ${severity}.\n`);
    expect(page).toMatch(/## Why\n\n.+\n\n## How to fix it\n\n.+\n/);
  },
);
