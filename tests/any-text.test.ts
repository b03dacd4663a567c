import fc from "fast-check";
import { expect, test } from "vitest";
import { type Finding, generate, lint } from "../generator/index.ts";
import { loadServices } from "../generator/services/load.ts";
import { servicesSchema } from "../generator/services/schema.ts";

/** Any text in any field of services.yaml, as DESIGN.md 11 asks: a finding, or a tree in which the text has changed nothing but its value. */

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  propertyNames?: Schema;
  additionalProperties?: boolean | Schema;
  examples?: unknown[];
  enum?: unknown[];
  const?: unknown;
  default?: unknown;
}

/** A step into the data: a field, a list's entry, a value or a name of the user's choice. */
type Step =
  | { field: string; schema: Schema }
  | { entry: Schema }
  | { value: Schema }
  | { named: Schema };

interface Field {
  steps: Step[];
  example: unknown;
  label: string;
}

/** Every place of the schema that takes text. */
function fieldsOf(schema: Schema, steps: Step[] = [], label = ""): Field[] {
  const found: Field[] = [];
  const types = [schema.type].flat();
  if (types.includes("string") || schema.enum)
    found.push({ steps, example: exampleOf(schema), label });
  for (const [field, inner] of Object.entries(schema.properties ?? {}))
    found.push(...fieldsOf(inner, [...steps, { field, schema }], `${label}/${field}`));
  if (schema.items)
    found.push(...fieldsOf(schema.items, [...steps, { entry: schema.items }], `${label}/[]`));
  const { additionalProperties: value } = schema;
  if (typeof value === "object") {
    found.push({ steps: [...steps, { named: value }], example: "any", label: `${label}/<name>` });
    found.push(...fieldsOf(value, [...steps, { value }], `${label}/*`));
  }
  return found;
}

function exampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.default ?? schema.enum[0];
  if (schema.examples) return schema.examples[0];
  const types = [schema.type].flat();
  if (types.includes("object")) return requiredOf(schema);
  if (types.includes("array")) return schema.items ? [exampleOf(schema.items)] : [];
  return types.includes("string") ? "any" : 1;
}

function requiredOf({ properties = {}, required = [] }: Schema): Record<string, unknown> {
  return Object.fromEntries(required.map((field) => [field, exampleOf(properties[field]!)]));
}

/** The smallest data in which the text stands at the place, laid over the data that are there. */
function put(below: unknown, [step, ...rest]: Step[], text: string): unknown {
  if (step === undefined) return text;
  const known =
    typeof below === "object" && below !== null ? (below as Record<string, unknown>) : undefined;
  if ("named" in step) {
    const [first, ...others] = Object.entries(known ?? {});
    return { [text]: first?.[1] ?? exampleOf(step.named), ...Object.fromEntries(others) };
  }
  if ("entry" in step) {
    const [first = exampleOf(step.entry), ...others] = Array.isArray(below) ? below : [];
    return [put(first, rest, text), ...others];
  }
  if ("value" in step) {
    const name = Object.keys(known ?? {})[0] ?? "one";
    return { ...known, [name]: put(known?.[name] ?? exampleOf(step.value), rest, text) };
  }
  const data = known ?? requiredOf(step.schema);
  return { ...data, [step.field]: put(data[step.field], rest, text) };
}

const metallb = { pools: [{ name: "my-ip-space", addresses: ["192.168.23.220-192.168.23.230"] }] };
const start = {
  version: 1,
  git: { url: "https://git.example.com/fleet.git", branch: "main" },
  gitops: ["flux", "argocd"],
  domain: "example.com",
  metallb,
  dashboards: {
    grafana: { expose: "gateway", login: { secret: "grafana-login" } },
    tracing: { expose: "loadBalancer", allowFrom: ["10.0.0.0/8"] },
  },
  clusters: { one: { kubernetes: "1.36" } },
  services: {
    shop: {
      hosts: ["a.example.com"],
      versions: { v2: { weight: 100, labels: { version: "v2" } } },
      routes: [{ name: "all", matches: [{ prefix: "/" }] }],
    },
    mservice: {},
  },
};

const fields = fieldsOf(servicesSchema as unknown as Schema);

const hostile = fc.oneof(
  fc.constantFrom(
    "../x",
    "../../etc/cron.d/x",
    "/etc/passwd",
    "a/../../b",
    "C:\\x",
    "a: b",
    '"#',
    "'",
    "# no",
    "a\nb",
    "a\r\nkind: Secret",
    "---\nkind: Secret",
    "{{x}}",
    "{{{yaml x}}}",
    "{{ .Values.x }}",
    "${x}",
    "$(x)",
    "yes",
    "no",
    "~",
    "null",
    "0755",
    "1e3",
    "1_000",
    "12:30:00",
    "2026-11-23",
    "!!binary x",
    "&a",
    "*a",
    "<<",
    "@x",
    "`x`",
    "|",
    ">-",
    "🙂",
    "ünïcode",
    "a".repeat(300),
    "a ".repeat(150),
    "__proto__",
    "constructor",
    "\u0000",
    "\u0085",
    "\u2028",
    "\uFEFF",
    "\uD800",
    "<!-- -->",
    "](javascript:x)",
    "|x|",
    "```",
    "/a",
    "/{a}",
    "-",
    "",
    " x ",
  ),
  fc.string({ unit: "binary", maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(..."ab1-./*:@ \n\t{}$#'\"|>[]&!%"), maxLength: 15 }),
);

function strayPaths(tree: ReadonlyMap<string, string>): string[] {
  return [...tree.keys()].filter(
    (path) => !/^(clusters|apps)\/[^/]+\/[^\n]+$/.test(path) || path.split("/").includes(".."),
  );
}

const isOurs = ({ rule, severity }: Finding): boolean =>
  severity === "error" && /^(schema|yaml|render)\//.test(rule);

test("each field takes its own example somewhere, so that what follows tries what it means to", () => {
  const accepted = fields.filter(({ steps, example }) => {
    const text = typeof example === "string" ? example : "any";
    return (
      loadServices(JSON.stringify(put(start, steps, text)), "services.yaml").fleet !== undefined
    );
  });
  expect(fields.length).toBeGreaterThan(250);
  expect(accepted.length / fields.length).toBeGreaterThan(0.8);
});

test("whatever text stands in any field, there are findings, or a tree that is valid and stays in its place", () => {
  fc.assert(
    fc.property(fc.constantFrom(...fields), hostile, ({ steps }, text) => {
      const input = JSON.stringify(put(start, steps, text));
      const { tree, findings } = generate(input);
      if (tree === undefined) {
        expect(findings.some(({ severity }) => severity === "error")).toBe(true);
        for (const { at } of findings) expect(at.file).toBe("services.yaml");
        return;
      }
      expect(strayPaths(tree)).toEqual([]);
      expect(lint(tree).findings.filter(isOurs)).toEqual([]);
    }),
    { numRuns: 60 },
  );
});
