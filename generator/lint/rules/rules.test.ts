import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Finding } from "../../core/finding.ts";
import { packSource, SHIPPED_PACKS } from "../../disk/packs.ts";
import { readYaml } from "../../yaml/read.ts";
import { lintTree } from "../engine.ts";
import { readRulePage } from "./page.ts";
import { ruleInfos } from "./registry.ts";

const root = new URL("../../../", import.meta.url).pathname;
const schemas = [packSource(SHIPPED_PACKS)];

/** What lies elsewhere is known only of a repository whose URL is known; the other rules' examples have no URL. */
const remotesOf = (rule: string) =>
  rule.endsWith("/path-exists") ? ["https://git.example.com/platform/fleet.git"] : [];

function findingsOf(rule: string, files: ReadonlyMap<string, string>): string[] {
  return lintTree({ tree: files, schemas, remotes: remotesOf(rule) })
    .findings.filter((finding) => finding.rule === rule)
    .map(line);
}

function line(finding: Finding): string {
  return `${finding.at.file}:${finding.at.line}:${finding.at.column} ${finding.severity} ${finding.message}`;
}

test("names are unique and say their area", () => {
  const names = ruleInfos.map((info) => info.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z0-9]+\/[a-z0-9-]+$/.test(name))).toEqual([]);
});

/** What makes these findings is too large for a page. */
const withoutExamples = ["yaml/too-deep", "yaml/too-large"];

test.each(ruleInfos.map((info) => info.name))("%s has a page whose examples are true", (name) => {
  const page = readRulePage(readFileSync(`${root}docs/rules/${name}.md`, "utf8"));
  expect(page.title).toBe(name);
  if (withoutExamples.includes(name)) return;
  expect(page.bad.length, "bad examples").toBeGreaterThan(0);
  expect(page.good.length, "good examples").toBeGreaterThan(0);
  for (const example of page.bad)
    expect(findingsOf(name, example), [...example.values()].join("---\n")).not.toEqual([]);
  for (const example of page.good)
    expect(findingsOf(name, example), [...example.values()].join("---\n")).toEqual([]);
});

interface Case {
  name: string;
  input?: string;
  files?: Record<string, string>;
  findings: string[];
}

const sources = (readdirSync(`${root}generator`, { recursive: true }) as string[])
  .map((path) => `generator/${path.replaceAll("\\", "/")}`)
  .filter((path) => path.endsWith(".ts") && !path.endsWith(".test.ts"));

/** Rule → its folder. The area is a folder too, or the stage that makes the check: `lint/rules/istio/durations`, `yaml/rules/syntax`. */
const folders = new Map(
  sources.flatMap((path) => {
    const [, stage, area, rule] =
      /([^/]+)\/rules\/(?:([^/]+)\/)?([^/]+)\/rule\.ts$/.exec(path) ?? [];
    return rule === undefined
      ? []
      : [[`${area ?? stage}/${rule}`, path.slice(0, -"/rule.ts".length)]];
  }),
);

test("every rule that is listed has a folder, and every folder a rule", () => {
  expect([...folders.keys()].sort()).toEqual(ruleInfos.map((info) => info.name));
});

test("a rule's name is written in its own folder only, and as an example of settings", () => {
  const others = sources.filter((path) => !path.startsWith("generator/services/schema/"));
  const elsewhere = others.flatMap((path) => {
    const quoted =
      readFileSync(root + path, "utf8").match(/(?<=")[a-z0-9]+\/[a-z0-9-]+(?=")/g) ?? [];
    return quoted
      .filter((name) => folders.has(name) && !path.startsWith(`${folders.get(name)}/`))
      .map((name) => `${path}: ${name}`);
  });
  expect(elsewhere).toEqual([]);
});

const has = (folder: string, file: string) => existsSync(`${root}${folder}/${file}`);
const withCases = [...folders].filter(([, folder]) => has(folder, "cases.yaml"));

/** Cases that are too large to be written down stand in a test of the rule's own. */
test("every rule has its edge cases", () => {
  const without = [...folders].filter(
    ([, folder]) => !has(folder, "cases.yaml") && !has(folder, "rule.test.ts"),
  );
  expect(without.map(([name]) => name)).toEqual([]);
});

test.each(withCases)("%s judges its edge cases", (name, folder) => {
  const path = `${folder}/cases.yaml`;
  const cases = readYaml(path, readFileSync(root + path, "utf8")).documents[0]?.value as Case[];
  for (const { name: title, input, files, findings } of cases) {
    const tree = new Map(Object.entries(files ?? { "manifest.yaml": input ?? "" }));
    expect(findingsOf(name, tree), title).toEqual(findings);
  }
});
