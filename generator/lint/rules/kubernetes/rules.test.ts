import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Path, valueAt } from "../../../core/path.ts";
import type { Resource } from "../../../core/resource.ts";
import type { Rule } from "../../../core/rule.ts";
import { createContext, indexResources } from "../../context.ts";
import type { Finding } from "../../../core/finding.ts";
import { readYaml } from "../../../yaml/read.ts";
import { readRulePage } from "../page.ts";
import { kubernetesRules } from "./index.ts";

const root = new URL("../../../../", import.meta.url).pathname;
const rules = kubernetesRules.filter(({ scope }) => scope === "file");

/** The resources of every page's examples, as material to break. */
const examples = rules.flatMap((rule) => {
  const page = readRulePage(readFileSync(`${root}docs/rules/${rule.name}.md`, "utf8"));
  return [...page.bad, ...page.good].flatMap((files) =>
    [...files].flatMap(([file, content]) =>
      readYaml(file, content).documents.map(({ value }) => value as Record<string, unknown>),
    ),
  );
});

const text = fc.constantFrom(
  "",
  "*",
  "a.b",
  "UPPER",
  "10.0.0.1/8",
  "../x",
  "100%",
  "1Gi",
  "In",
  "Always",
  "Indexed",
  "@every 1h",
  "0 0 * * 7",
  "ExternalName",
  "${X}",
  "system-a",
  "kubernetes.io/tls",
  "metadata.labels['a']",
);
const json = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  text,
  fc.integer(),
  fc.bigInt(),
  fc.double(),
  fc.constant(null),
  fc.string(),
);

function pathsOf(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, child]) =>
      pathsOf(child, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function replace(value: unknown, [key, ...rest]: Path, by: unknown): unknown {
  if (key === undefined) return by;
  if (typeof value !== "object" || value === null) return value;
  const copy = structuredClone(value) as Record<string | number, unknown>;
  copy[key] = replace(copy[key], rest, by);
  return copy;
}

/** An example with up to three of its values replaced, but for what makes it of its kind. */
const broken = fc.constantFrom(...examples).chain((example) => {
  const paths = pathsOf(example).filter(
    ([first]) => first !== undefined && first !== "apiVersion" && first !== "kind",
  );
  return fc
    .array(fc.tuple(fc.constantFrom(...paths), json), { minLength: 1, maxLength: 3 })
    .map((changes) =>
      changes.reduce<unknown>((value, [path, by]) => replace(value, path, by), example),
    );
});

function run(rule: Rule, data: Record<string, unknown>): Finding[] {
  const findings: Finding[] = [];
  const id = { apiVersion: String(data["apiVersion"]), kind: String(data["kind"]), name: "any" };
  const resource: Resource = {
    id,
    data,
    file: "a.yaml",
    document: 0,
    locate: () => ({ file: "a.yaml", line: 1, column: 1 }),
  };
  const index = indexResources([resource]);
  const scene = { index, present: index, partial: false, external: () => false, builds: [] };
  rule.check(createContext(rule, scene, (finding) => findings.push(finding)));
  return findings;
}

test("rules bear any JSON, and point into it", () => {
  fc.assert(
    fc.property(broken, (data) => {
      for (const rule of rules) {
        for (const { path, message } of run(rule, data as Record<string, unknown>)) {
          expect(message, rule.name).not.toMatch(/undefined|\[object|NaN|\.$/);
          // What is missing can be the last parts of a path, below a mapping that is there.
          const within = path!.findIndex(
            (_, index) => valueAt(data, path!.slice(0, index + 1)) === undefined,
          );
          expect(
            within === -1 || within >= path!.length - 3,
            `${rule.name}: ${path!.join("/")} of ${message}`,
          ).toBe(true);
        }
      }
    }),
    { numRuns: 3000 },
  );
});

test("rules bear kinds without anything in them", () => {
  const kinds = fc.constantFrom(
    ...new Set(examples.map(({ apiVersion, kind }) => ({ apiVersion, kind }))),
  );
  fc.assert(
    fc.property(kinds, json, json, json, (kind, metadata, spec, other) => {
      for (const rule of rules)
        run(rule, {
          ...kind,
          metadata,
          spec,
          rules: other,
          webhooks: other,
          data: other,
          template: other,
        });
    }),
  );
});

describe("what a substitution decides is not judged", () => {
  test.each([
    `
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: "\${REPLICAS}"
  selector: { matchLabels: { app: "\${APP}" } }
  template:
    metadata: { labels: { app: "\${OTHER}" } }
    spec:
      restartPolicy: \${POLICY}
      serviceAccountName: "\${ACCOUNT}_x"
      volumes: [{ name: "\${VOLUME}", emptyDir: {} }]
      containers:
        - name: "\${NAME}_a"
          image: \${IMAGE}
          imagePullPolicy: "\${PULL}"
          ports: [{ name: "\${PORT}", containerPort: "\${NUMBER}" }]
          resources: { requests: { cpu: "\${CPU}" }, limits: { cpu: 1 } }
          volumeMounts: [{ name: data, mountPath: "\${PATH}" }]
          livenessProbe: { tcpSocket: { port: "\${PORT}" } }
`,
    `
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: \${TYPE}
  loadBalancerSourceRanges: ["\${RANGE}"]
  externalTrafficPolicy: \${EXTERNAL}
  ports: [{ port: "\${PORT}", targetPort: "\${TARGET}", nodePort: 30000 }]
`,
    `
apiVersion: batch/v1
kind: CronJob
metadata: { name: "\${NAME}" }
spec:
  schedule: "\${SCHEDULE}"
  timeZone: "\${ZONE}"
  jobTemplate: { spec: { template: { spec: { restartPolicy: "\${RESTART}", containers: [{ name: a, image: b }] } } } }
`,
    `
apiVersion: v1
kind: Secret
metadata: { name: shop }
type: kubernetes.io/dockerconfigjson
stringData: { .dockerconfigjson: "\${CONFIG}" }
`,
    `
apiVersion: v1
kind: Secret
metadata: { name: shop }
type: kubernetes.io/dockerconfigjson
data: { .dockerconfigjson: "ENC[AES256_GCM,data:abc]" }
sops: { mac: "ENC[AES256_GCM,data:abc]" }
`,
  ])("%#", (manifest) => {
    const data = readYaml("a.yaml", manifest).documents[0]!.value as Record<string, unknown>;
    expect(rules.flatMap((rule) => run(rule, data).map(({ message }) => message))).toEqual([]);
  });
});

test("names are in order, for the registry", () => {
  const names = kubernetesRules.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
});
