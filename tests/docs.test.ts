import { existsSync, readdirSync, readFileSync } from "node:fs";
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

test.each(allRules.filter(({ name }) => /^(config|disk|generate|render|services)\//.test(name)))(
  "$name has a page that says what the list says",
  ({ name, severity, summary }) => {
    expect(existsSync(new URL(`../docs/rules/${name}.md`, import.meta.url))).toBe(true);
    const page = read(`docs/rules/${name}.md`);
    expect(page).toContain(`# ${name}\n\n${summary}.\n\nSeverity: ${severity}.\n`);
    expect(page).toMatch(/## Why\n\n.+\n\n(## Bad\n[^]+)?## How to fix it\n\n.+\n/);
  },
);

test("CONTRIBUTING.md names every folder that holds rules, and no other", () => {
  const generator = new URL("../generator/", import.meta.url);
  const holders = (readdirSync(generator, { recursive: true }) as string[])
    .map((path) => /^(.*?\/rules)\/.*\/rule\.ts$/.exec(path.replaceAll("\\", "/"))?.[1])
    .filter((folder) => folder !== undefined);
  const named = read("CONTRIBUTING.md").matchAll(/`generator\/(\S+\/rules)\/`/g);
  expect([...named].map((match) => match[1]).sort()).toEqual([...new Set(holders)].sort());
});
