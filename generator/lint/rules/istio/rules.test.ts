import { expect, test } from "vitest";
import type { Resource } from "../../../core/resource.ts";
import type { Report, Rule, RuleContext } from "../../../core/rule.ts";
import { groupKindOf } from "../../../core/resource.ts";
import { valueAt } from "../../../core/path.ts";
import { readYaml } from "../../../yaml/read.ts";
import { istioRules } from "./index.ts";
import { meshRules } from "./mesh.ts";

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
    worlds: [],
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

test("names are in order, for the list", () => {
  const names = meshRules.map((rule) => rule.name);
  expect(names).toEqual([...names].sort());
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
