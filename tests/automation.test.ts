import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";

/** What runs where no test can see it: workflows, hooks, Renovate. */
const read = (path: string): string => readFileSync(path, "utf8");

interface Step {
  uses?: string;
  run?: string;
}
interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps: Step[] }>;
}
const workflow = (name: string): Workflow =>
  parse(read(`.github/workflows/${name}.yml`)) as Workflow;

test.each(["check", "release"])(
  "workflow %s runs pinned actions and starts with few rights",
  (name) => {
    const { permissions, jobs } = workflow(name);
    expect(Object.values(permissions).filter((right) => right !== "read")).toEqual([]);
    const actions = Object.values(jobs).flatMap(({ steps }) =>
      steps.flatMap(({ uses }) => uses ?? []),
    );
    expect(actions.length).toBeGreaterThan(0);
    expect(actions.filter((action) => !/@[0-9a-f]{40}$/.test(action))).toEqual([]);
  },
);

test("a release checks, and builds what the package brings, before it is published", () => {
  const runs = workflow("release").jobs["publish"]!.steps.flatMap(({ run }) => run ?? []);
  const at = (command: string): number => runs.findIndex((run) => run.startsWith(command));
  expect(at("npm ci")).toBe(0);
  expect(at("npm run check")).toBeGreaterThan(0);
  expect(at("npm run build:kubeconform")).toBeGreaterThan(0);
  expect(at("npm publish")).toBeGreaterThan(
    Math.max(at("npm run check"), at("npm run build:kubeconform")),
  );
});

test("hooks call commands that exist", () => {
  const hooks = parse(read(".pre-commit-hooks.yaml")) as {
    id: string;
    entry: string;
    language: string;
  }[];
  expect(hooks.map(({ id, entry, language }) => [id, entry, language])).toEqual([
    ["meshwright-lint", "meshwright lint --staged", "node"],
    ["meshwright-generate", "meshwright generate --check", "node"],
  ]);
});

interface Renovate {
  customManagers: {
    managerFilePatterns: string[];
    matchStrings: string[];
    depNameTemplate?: string;
  }[];
}
const renovate = JSON.parse(read(".github/renovate.json")) as Renovate;

/** What a custom manager finds in a text, as `dependency version`. */
function found(file: string, text: string): string[] {
  return renovate.customManagers
    .filter(({ managerFilePatterns }) =>
      managerFilePatterns.some((pattern) => new RegExp(pattern.slice(1, -1)).test(file)),
    )
    .flatMap(({ matchStrings, depNameTemplate }) =>
      matchStrings.flatMap((pattern) =>
        [...text.matchAll(new RegExp(pattern, "g"))].map(
          ({ groups = {} }) => `${depNameTemplate ?? groups["depName"]} ${groups["currentValue"]}`,
        ),
      ),
    );
}

test("Renovate raises today's versions of services.yaml, each once, and leaves those of 2019", () => {
  expect(found("services.yaml", read("services.yaml"))).toEqual(["istio 1.31.1", "metallb 0.16.2"]);
});

test("Renovate raises a dashboard's chart that says where it comes from", () => {
  const text = `dashboards:
  grafana:
    # renovate: datasource=helm depName=grafana registryUrl=https://grafana-community.github.io/helm-charts
    version: 12.11.1
`;
  expect(found("fleet/services.yaml", text)).toEqual(["grafana 12.11.1"]);
});

test("Renovate raises every module that the schema packs are made from", () => {
  const text = read("schemas/sources.yaml");
  const modules = [...text.matchAll(/module:\s/g)].length;
  expect(modules).toBeGreaterThan(3);
  expect(found("schemas/sources.yaml", text).length).toBe(modules);
});
