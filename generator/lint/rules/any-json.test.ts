import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Build } from "../../core/build.ts";
import { isMapping } from "../../core/json.ts";
import { type Path, valueAt } from "../../core/path.ts";
import { groupKindOf, type Resource } from "../../core/resource.ts";
import type { Report, Rule, RuleContext } from "../../core/rule.ts";
import { readYaml } from "../../yaml/read.ts";
import { readRulePage } from "./page.ts";
import { ruleInfos, rules } from "./registry.ts";

const root = new URL("../../../", import.meta.url).pathname;

type Data = Record<string, unknown>;

/** The resources of each example of each page, as material to break. */
const worlds: Data[][] = ruleInfos
  .flatMap(({ name }) => {
    const page = readRulePage(readFileSync(`${root}docs/rules/${name}.md`, "utf8"));
    return [...page.bad, ...page.good].map((files) =>
      [...files].flatMap(([file, content]) =>
        readYaml(file, content).documents.map(({ value }) => value),
      ),
    );
  })
  .map((values) =>
    values.filter(
      (value): value is Data =>
        isMapping(value) &&
        typeof value["apiVersion"] === "string" &&
        typeof value["kind"] === "string",
    ),
  )
  .filter((world) => world.length > 0);

const text = fc.constantFrom("", "*", "-", "a.b", "ns/a.b", "UPPER", "../x", "100%", "1Gi", "1.5ms", "{*}", "{{ .a }}", "${X}", "__proto__", "toString", "10.0.0.1/8", "10.0.0.1-10.0.0.9", "fd00::/64", "64512:1", "large:1:2:3", "unix:///a", "configmap://a/b", "oci://a/b", ">=1.0 <2", "MUTUAL", "DYNAMIC_DNS", "outbound_.80_._.a", "In", "Always", "Indexed", "ExternalName", "@every 1h", "0 0 * * 7", "kubernetes.io/tls", "metadata.labels['a']", "address-pools: [[]]"); // prettier-ignore
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  text,
  fc.string(),
  fc.integer(),
  fc.bigInt(),
  fc.double(),
  fc.constant(null),
);

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inside = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [path, ...inside.flatMap(([key, child]) => pathsOf(child, [...path, key]))];
}

function replace(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (typeof value !== "object" || value === null) return value;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replace(copy[key], rest, by);
  return copy;
}

/** A world with up to three values of its resources replaced, but for what makes them of their kinds. */
const brokenWorlds = fc.constantFrom(...worlds).chain((world) => {
  const places = world.flatMap((data, index) => pathsOf(data).map((path) => ({ index, path })));
  const inside = places.filter(
    ({ path: [first] }) => first !== undefined && first !== "apiVersion" && first !== "kind",
  );
  if (inside.length === 0) return fc.constant(world);
  const change = fc.tuple(fc.constantFrom(...inside), json);
  return fc
    .array(change, { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce(
        (changed, [{ index, path }, by]) =>
          changed.map((data, at) => (at === index ? (replace(data, path, by) as Data) : data)),
        world,
      ),
    );
});

function resourceOf(data: Data): Resource {
  const textAt = (...path: Path) => {
    const value = valueAt(data, path);
    return typeof value === "string" ? value : undefined;
  };
  const namespace = textAt("metadata", "namespace");
  const id = {
    apiVersion: String(data["apiVersion"]),
    kind: String(data["kind"]),
    name: textAt("metadata", "name") ?? "any",
    ...(namespace === undefined ? {} : { namespace }),
  };
  return {
    id,
    data,
    file: "any.yaml",
    document: 0,
    locate: () => ({ file: "any.yaml", line: 1, column: 1 }),
  };
}

function run(rule: Rule, resources: readonly Resource[]): Report[] {
  const reports: Report[] = [];
  const select = (...kinds: string[]) =>
    resources.filter(({ id }) => kinds.length === 0 || kinds.includes(groupKindOf(id)));
  const builds: Build[] = [
    { root: "any", engine: "plain", files: ["any.yaml"], resources, partial: [] },
  ];
  const context: RuleContext = {
    builds,
    worlds: ["one", "other"].map((entry) => ({ entry, builds })),
    partial: false,
    resources: select,
    present: select,
    find: (kind, namespace, name) =>
      select(kind).find(({ id }) => id.namespace === namespace && id.name === name),
    external: () => false,
    report: (report) => reports.push(report),
  };
  rule.check(context);
  return reports;
}

test("rules bear any JSON, and point into it", () => {
  fc.assert(
    fc.property(brokenWorlds, (world) => {
      const resources = world.map(resourceOf);
      for (const rule of rules) {
        for (const { resource, path, message } of run(rule, resources)) {
          expect(message, rule.name).not.toMatch(/undefined|\[object|NaN|\.$/);
          // What is missing can be the last parts of a path, below a mapping that is there.
          const missing = path.findIndex(
            (_, index) => valueAt(resource.data, path.slice(0, index + 1)) === undefined,
          );
          expect(
            missing === -1 || missing >= path.length - 3,
            `${rule.name}: ${path.join("/")} of ${message}`,
          ).toBe(true);
        }
      }
    }),
    { numRuns: 1500 },
  );
});

test("rules bear kinds with anything at all in them", () => {
  const kinds = [
    ...new Map(
      worlds
        .flat()
        .map(({ apiVersion, kind }) => [
          `${String(apiVersion)}/${String(kind)}`,
          { apiVersion, kind },
        ]),
    ).values(),
  ];
  fc.assert(
    fc.property(fc.constantFrom(...kinds), json, json, json, (kind, metadata, spec, other) => {
      const resource = resourceOf({
        ...kind,
        metadata,
        spec,
        data: other,
        rules: other,
        webhooks: other,
        subjects: other,
        template: other,
        resources: other,
      });
      for (const rule of rules) run(rule, [resource]);
    }),
    { numRuns: 300 },
  );
});
