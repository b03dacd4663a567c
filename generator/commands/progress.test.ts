import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Terminal } from "./command.ts";
import { main } from "./main.ts";
import { createProgress } from "./progress.ts";
import { loadCommands } from "./registry.ts";

const commands = await loadCommands();

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-progress-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function terminalOf(more: Partial<Terminal> = {}): { terminal: Terminal; said: string[] } {
  const said: string[] = [];
  const terminal: Terminal = {
    out: (text) => void said.push(text),
    err: (text) => void said.push(text),
    stdin: async () => Buffer.from(""),
    environment: {},
    folder,
    outIsTerminal: false,
    errIsTerminal: true,
    pid: process.pid,
    isAlive: () => true,
    ...more,
  };
  return { terminal, said };
}

/** What stands on a terminal in the end: each clearing takes the line that is being written away. */
const remains = (said: readonly string[]): string =>
  said.join("").replace(/[^\n]*\r\u001b\[K/g, "");

test("the line is rewritten, not repeated, and taken away", () => {
  const { terminal, said } = terminalOf();
  const progress = createProgress(terminal);
  progress.say("writing", 1000, 1);
  progress.say("writing", 1000, 2);
  progress.say("writing", 1000, 10);
  progress.clear();
  progress.clear();
  expect(said).toEqual([
    "\r\u001b[Kwriting 1000 files 0 %",
    "\r\u001b[Kwriting 1000 files 1 %",
    "\r\u001b[K",
  ]);
});

test.each<[string, Partial<Terminal>, boolean]>([
  ["no terminal", { errIsTerminal: false }, false],
  ["CI", { environment: { CI: "true" } }, false],
  ["a terminal that cannot rewrite a line", { environment: { TERM: "dumb" } }, false],
  ["a format for programs", {}, true],
])("nothing is said: %s", (_, more, isForPrograms) => {
  const { terminal, said } = terminalOf(more);
  createProgress(terminal, isForPrograms).say("writing", 1000);
  expect(said).toEqual([]);
});

test("few files are not worth a line", () => {
  const { terminal, said } = terminalOf();
  createProgress(terminal).say("writing", 40);
  expect(said).toEqual([]);
});

test("generate and lint of many files show what they are at, and leave only their results", async () => {
  const services = Array.from({ length: 100 }, (_, index) => `  s${index}: { paths: [/] }\n`);
  const text = `version: 1
git: { url: https://git.example.com/fleet.git }
domain: example.com
clusters: { one: }
services:
${services.join("")}`;
  writeFileSync(join(folder, "services.yaml"), text);
  const generated = terminalOf();
  expect(await main(commands, ["generate"], generated.terminal)).toBe(0);
  expect(generated.said.join("")).toMatch(/writing \d+ files 50 %[^]*checking \d+ files/);
  expect(remains(generated.said)).toMatch(
    /^create [^\r]*no findings in \d+ files, \d+ documents\n$/,
  );

  const linted = terminalOf();
  expect(await main(commands, ["lint", "--no-cache"], linted.terminal)).toBe(0);
  expect(linted.said.join("")).toMatch(/checking \d+ files/);
  expect(remains(linted.said)).toMatch(/^no findings[^\r]*\n$/);
  const json = terminalOf();
  expect(await main(commands, ["lint", "--no-cache", "--format", "json"], json.terminal)).toBe(0);
  expect(() => JSON.parse(json.said.join(""))).not.toThrow();
});
