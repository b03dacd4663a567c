import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { Finding } from "../core/finding.ts";
import { type Example, readRulePage } from "../lint/rules/page.ts";
import { loadLintConfig } from "../services/lint-config.ts";
import { loadServices } from "../services/load.ts";
import { serviceRules } from "../services/rules.ts";
import { lintWith } from "./lint-with.ts";
import { allRules } from "./rules.ts";

const root = new URL("../../", import.meta.url).pathname;
const names = allRules.map(({ name }) => name);

test.each(names)("%s can be explained", (name) => {
  const path = `${root}docs/rules/${name}.md`;
  expect(existsSync(path), path).toBe(true);
  expect(readRulePage(readFileSync(path, "utf8")).title).toBe(name);
});

const inServices = serviceRules.map(({ name }) => name);
const inConfig = names.filter((name) => name.startsWith("config/"));

/** What is found in services.yaml or .meshwright.yaml, whichever the example is. */
function findingsOf(example: Example): Finding[] {
  return [...example].flatMap(([file, text]) =>
    file === "services.yaml"
      ? loadServices(text, file).findings
      : loadLintConfig(text, file).findings,
  );
}

test.each([...inServices, ...inConfig])("%s has a page whose examples are true", (name) => {
  const page = readRulePage(readFileSync(`${root}docs/rules/${name}.md`, "utf8"));
  expect(page.bad.length, "bad examples").toBeGreaterThan(0);
  expect(page.good.length, "good examples").toBeGreaterThan(0);
  for (const example of page.bad)
    expect(findingsOf(example).map(({ rule }) => rule)).toEqual([name]);
  for (const example of page.good) expect(findingsOf(example)).toEqual([]);
});

test("every page explains a rule", () => {
  const pages = readdirSync(`${root}docs/rules`, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => path.replaceAll("\\", "/").replace(/\.md$/, ""));
  expect(pages.filter((page) => !names.includes(page))).toEqual([]);
});

/** How the sources name the rules that findings are made under. */
function rulesInSources(): string[] {
  const files = readdirSync(`${root}generator`, { recursive: true, encoding: "utf8" }).filter(
    (path) => path.endsWith(".ts") && !path.endsWith(".test.ts") && !path.includes("testdata"),
  );
  return files.flatMap((path) => {
    const text = readFileSync(`${root}generator/${path}`, "utf8");
    const written = text.matchAll(/\b(?:rule|name): "([a-z]+\/[a-z-]+)"/g);
    const ofKustomize = /lint.builds.kustomize/.test(path)
      ? text.matchAll(/\b(?:fail|failOnAbsence|problem|noteMatch)\(\s*(?:scope,\s*)?"([a-z-]+)"/g)
      : [];
    return [
      ...[...written].map((match) => match[1]!),
      ...[...ofKustomize].map((match) => `kustomize/${match[1]}`),
    ];
  });
}

test("every rule that the sources name is known", () => {
  const used = new Set(rulesInSources());
  expect(used.size).toBeGreaterThan(100);
  expect([...used].filter((name) => name.startsWith("kustomize/")).length).toBeGreaterThan(15);
  expect([...used].filter((name) => !names.includes(name))).toEqual([]);
});

test("a finding of any stage can be suppressed where it stands", () => {
  const file = "services.yaml";
  const finding = {
    rule: "services/pool",
    severity: "error" as const,
    message: "pools overlap",
    at: { file, line: 2, column: 1 },
  };
  const text = "# meshwright-disable-next-line services/pool -- moved next week\nmetallb: {}\n";
  const settings = { config: {}, acknowledgements: [], declared: [], remotes: [] };
  const linted = { tree: new Map([[file, text]]), findings: [finding], remotes: [] };
  expect(lintWith(settings, [], linted).findings).toEqual([]);
});
