import { readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Resource } from "../../../core/resource.ts";
import type { Report, Rule, RuleContext } from "../../../core/rule.ts";
import { groupKindOf } from "../../../core/resource.ts";
import { valueAt, type Path } from "../../../core/path.ts";
import { readYaml } from "../../../yaml/read.ts";
import { readRulePage } from "../page.ts";
import { istioRules } from "./index.ts";
import { meshRules } from "./mesh.ts";

/** Kinds with the apiVersion that they are read from. */
const KINDS = [
  ...[
    "Gateway",
    "VirtualService",
    "DestinationRule",
    "ServiceEntry",
    "Sidecar",
    "EnvoyFilter",
    "WorkloadEntry",
    "WorkloadGroup",
    "ProxyConfig",
  ].map((kind) => ["networking.istio.io/v1", kind] as const),
  ...["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"].map(
    (kind) => ["security.istio.io/v1", kind] as const,
  ),
  ["telemetry.istio.io/v1", "Telemetry"] as const,
  ...["WasmPlugin", "TrafficExtension"].map(
    (kind) => ["extensions.istio.io/v1alpha1", kind] as const,
  ),
  ...["Service", "Namespace", "Pod"].map((kind) => ["v1", kind] as const),
  ["apps/v1", "Deployment"] as const,
  ["apiextensions.k8s.io/v1", "CustomResourceDefinition"] as const,
  ["admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration"] as const,
];

const text = fc.oneof(
  fc.string(),
  fc.constantFrom(
    "*",
    "",
    "a.b",
    "ns/a.b",
    "10.0.0.1/8",
    "unix:///a",
    "configmap://a/b",
    "outbound_.80_._.a",
    "MUTUAL",
    "DYNAMIC_DNS",
    "1.5ms",
    "{*}",
  ),
);
const json = fc
  .jsonValue({ maxDepth: 3 })
  .chain((value) =>
    fc.oneof(fc.constant<unknown>(value), text, fc.bigInt(), fc.double(), fc.constant(null)),
  );

const root = new URL("../../../../", import.meta.url).pathname;

/** The resources of every page's examples, as material to break. */
const examples = istioRules.flatMap((rule) => {
  const page = readRulePage(readFileSync(`${root}docs/rules/${rule.name}.md`, "utf8"));
  return [...page.bad, ...page.good].flatMap((files) =>
    [...files].flatMap(([file, content]) =>
      readYaml(file, content).documents.map(({ value }) => value as Record<string, unknown>),
    ),
  );
});

/** Every path into a value, from its root. */
function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [
    path,
    ...keys.flatMap((key) =>
      pathsOf((value as Record<string | number, unknown>)[key], [...path, key]),
    ),
  ];
}

function replace(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replace(copy[key], rest, by);
  return copy;
}

/** An example with up to three of its values replaced, but for what makes it of its kind. */
const broken = fc
  .constantFrom(...examples)
  .chain((example) =>
    fc
      .array(
        fc.tuple(
          fc.constantFrom(
            ...pathsOf(example).filter(([first]) => first === "metadata" || first === "spec"),
          ),
          json,
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map((changes) =>
        changes.reduce<unknown>(
          (value, [path, by]) => (reaches(value, path) ? replace(value, path, by) : value),
          example,
        ),
      ),
  );

function reaches(value: unknown, path: Path): boolean {
  return (
    typeof valueAt(value, path.slice(0, -1)) === "object" &&
    valueAt(value, path.slice(0, -1)) !== null
  );
}

function resourceOf(data: Record<string, unknown>, locate: Resource["locate"]): Resource {
  const name = valueAt(data, ["metadata", "name"]);
  const namespace = valueAt(data, ["metadata", "namespace"]);
  const id = {
    apiVersion: String(data["apiVersion"]),
    kind: String(data["kind"]),
    name: typeof name === "string" ? name : "any",
    ...(typeof namespace === "string" ? { namespace } : {}),
  };
  return { id, data, file: "any.yaml", document: 0, locate };
}

function run(rule: Rule, resources: readonly Resource[]): Report[] {
  const reports: Report[] = [];
  const context: RuleContext = {
    builds: [],
    partial: false,
    resources: (...kinds) =>
      resources.filter(({ id }) => kinds.length === 0 || kinds.includes(groupKindOf(id))),
    find: (kind, namespace, name) =>
      resources.find(
        ({ id }) => groupKindOf(id) === kind && id.namespace === namespace && id.name === name,
      ),
    external: () => false,
    present: (...kinds) =>
      resources.filter(({ id }) => kinds.length === 0 || kinds.includes(groupKindOf(id))),
    report: (report) => reports.push(report),
  };
  rule.check(context);
  return reports;
}

const anywhere: Resource["locate"] = () => ({ file: "any.yaml", line: 1, column: 1 });

test("rules bear any JSON, and point into it", () => {
  fc.assert(
    fc.property(broken, (data) => {
      const resource = resourceOf(data as Record<string, unknown>, anywhere);
      for (const rule of istioRules) {
        for (const { path, message } of run(rule, [resource])) {
          expect(message, rule.name).not.toMatch(/undefined|\[object|NaN|\.$/);
          // The last part can be missing, and what should hold it of the wrong type
          expect(
            valueAt(data, path.slice(0, -2)),
            `${rule.name}: ${path.join("/")} of ${message}`,
          ).toBeDefined();
        }
      }
    }),
    { numRuns: 2000 },
  );
});

/** All that the examples of rules across resources hold, one of the resources broken. */
const brokenWorlds = fc
  .constantFrom(
    ...meshRules.flatMap((rule) => {
      const page = readRulePage(readFileSync(`${root}docs/rules/${rule.name}.md`, "utf8"));
      return [...page.bad, ...page.good].map((files) =>
        [...files].flatMap(([file, content]) =>
          readYaml(file, content).documents.map(({ value }) => value as Record<string, unknown>),
        ),
      );
    }),
  )
  .chain((world) =>
    fc
      .tuple(
        fc.constantFrom(
          ...world.flatMap((data, index) => pathsOf(data).map((path) => ({ index, path }))),
        ),
        json,
      )
      .filter(([{ path }]) => path.length > 1)
      .map(([{ index, path }, by]) =>
        world.map((data, at) =>
          at === index ? (replace(data, path, by) as Record<string, unknown>) : data,
        ),
      ),
  );

test("rules across resources bear any JSON in one of them", () => {
  fc.assert(
    fc.property(brokenWorlds, (world) => {
      const resources = world.map((data) => resourceOf(data, anywhere));
      for (const rule of meshRules) {
        for (const { resource, path, message } of run(rule, resources)) {
          expect(message, rule.name).not.toMatch(/undefined|\[object|NaN|\.$/);
          expect(
            valueAt(resource.data, path.slice(0, -2)),
            `${rule.name}: ${path.join("/")} of ${message}`,
          ).toBeDefined();
        }
      }
    }),
    { numRuns: 1000 },
  );
});

test("names are in order, for the list", () => {
  const names = meshRules.map((rule) => rule.name);
  expect(names).toEqual([...names].sort());
});

test("rules bear kinds without anything in them", () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), json, json, ([apiVersion, kind], metadata, spec) => {
      const resource = resourceOf({ apiVersion, kind, metadata, spec }, anywhere);
      for (const rule of istioRules) run(rule, [resource]);
    }),
  );
});

test("what a substitution decides is not judged", () => {
  const manifest = `
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop }
spec:
  hosts: ["shop.\${DOMAIN}", "\${HOST}"]
  gateways: ["\${GATEWAY}"]
  http:
    - timeout: \${TIMEOUT}
      match: [{ uri: { regex: "\${PATTERN}(" } }]
      retries: { attempts: 3, retryOn: "\${RETRY}" }
      route: [{ destination: { host: "{{ host }}", port: { number: "\${PORT}" } }, weight: "\${WEIGHT}" }, { destination: { host: b } }]
`;
  const document = readYaml("a.yaml", manifest).documents[0]!;
  const resource = resourceOf(document.value as Record<string, unknown>, document.locate);
  expect(istioRules.flatMap((rule) => run(rule, [resource]).map(({ message }) => message))).toEqual(
    [],
  );
});

test("names are in order, for the registry", () => {
  const names = istioRules.map((rule) => rule.name);
  expect(names).toEqual([...names].sort());
});
