import { isMapping } from "../../../../core/json.ts";
import { namespaceOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { type Field, get, isTrue, items, text } from "../../field.ts";
import { isOpenNamespace } from "../open-namespace.ts";
import { madeSecrets } from "../secrets.ts";
import { containersOf, type Workload, workloadsOf } from "../workloads.ts";

interface Reference {
  kind: "ConfigMap" | "Secret" | "PersistentVolumeClaim" | "ServiceAccount";
  name: Field;
  keys: readonly Field[];
}

export const rule: Rule = {
  name: "kubernetes/config-exists",
  severity: "warning",
  summary: "ConfigMaps, Secrets, volume claims and service accounts that Pods need exist",
  scope: "build",
  check(context) {
    const secrets = madeSecrets(context);
    for (const workload of workloadsOf(context))
      for (const reference of referencesOf(workload))
        checkReference(context, workload, reference, secrets);
  },
};

function checkReference(
  context: RuleContext,
  workload: Workload,
  { kind, name, keys }: Reference,
  secrets: ReturnType<typeof madeSecrets>,
): void {
  const wanted = text(name);
  const { namespace, resource } = workload;
  if (!wanted || (kind === "ServiceAccount" && wanted === "default")) return;
  const found = context.find(kind, namespace, wanted);
  if (found) {
    for (const key of keys) checkKey(context, resource, found, key);
    return;
  }
  if (
    context.partial ||
    isOpenNamespace(context, namespace) ||
    context.external({ kind, namespace, name: wanted })
  )
    return;
  if (kind === "Secret" && secrets.has(`${namespace ?? ""}/${wanted}`)) return;
  if (kind === "ConfigMap" && /^(kube-root-ca\.crt|istio-ca-root-cert)$/.test(wanted)) return;
  const candidate = suggest(
    wanted,
    context
      .resources(kind)
      .filter((other) => namespaceOf(other.id) === namespaceOf({ namespace }))
      .map((other) => other.id.name),
  );
  const message = `nothing here makes ${kind} "${wanted}" in namespace "${namespace ?? "default"}"${candidate ? `, did you mean "${candidate}"?` : ""}; the Pod cannot start without it. Declare it as external if it is made elsewhere`;
  context.report({ resource, path: name.path, message });
}

function checkKey(context: RuleContext, resource: Resource, found: Resource, key: Field): void {
  const wanted = text(key);
  if (!wanted) return;
  const keys = [found.data["data"], found.data["stringData"], found.data["binaryData"]].flatMap(
    (data) => (isMapping(data) ? Object.keys(data) : []),
  );
  if (keys.length === 0 || keys.includes(wanted)) return;
  const candidate = suggest(wanted, keys);
  const message = `${found.id.kind} "${found.id.name}" has no key "${wanted}"${candidate ? `, did you mean "${candidate}"?` : ""}; it has ${keys.map((each) => `"${each}"`).join(", ")}`;
  context.report({
    resource,
    path: key.path,
    severity: "error",
    message,
    related: [{ message: found.id.kind, at: found.locate(["metadata", "name"]) }],
  });
}

function referencesOf({ spec }: Workload): Reference[] {
  const references: Reference[] = [
    { kind: "ServiceAccount", name: get(spec, "serviceAccountName"), keys: [] },
  ];
  const add = (kind: Reference["kind"], field: Field, nameKey = "name") => {
    if (isTrue(get(field, "optional"))) return;
    const keys = [get(field, "key"), ...items(get(field, "items")).map((item) => get(item, "key"))];
    references.push({ kind, name: get(field, nameKey), keys });
  };
  for (const { field } of containersOf(spec)) {
    for (const from of items(get(field, "envFrom"))) {
      add("ConfigMap", get(from, "configMapRef"));
      add("Secret", get(from, "secretRef"));
    }
    for (const variable of items(get(field, "env"))) {
      add("ConfigMap", get(variable, "valueFrom", "configMapKeyRef"));
      add("Secret", get(variable, "valueFrom", "secretKeyRef"));
    }
  }
  for (const volume of items(get(spec, "volumes"))) {
    add("ConfigMap", get(volume, "configMap"));
    add("Secret", get(volume, "secret"), "secretName");
    add("PersistentVolumeClaim", get(volume, "persistentVolumeClaim"), "claimName");
    for (const source of items(get(volume, "projected", "sources"))) {
      add("ConfigMap", get(source, "configMap"));
      add("Secret", get(source, "secret"));
    }
  }
  return references;
}
