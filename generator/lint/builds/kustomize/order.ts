import { isMapping, listOf } from "../../../core/json.ts";
import { compareBytes } from "./generate.ts";
import { idOf, textOf } from "./item.ts";
import type { Id, Item } from "./item.ts";

const FIRST = [
  "Namespace",
  "ResourceQuota",
  "StorageClass",
  "CustomResourceDefinition",
  "ServiceAccount",
  "PodSecurityPolicy",
  "Role",
  "ClusterRole",
  "RoleBinding",
  "ClusterRoleBinding",
  "ConfigMap",
  "Secret",
  "Endpoints",
  "Service",
  "LimitRange",
  "PriorityClass",
  "PersistentVolume",
  "PersistentVolumeClaim",
  "Deployment",
  "StatefulSet",
  "CronJob",
  "PodDisruptionBudget",
];
const LAST = ["MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"];

/** Puts objects in the order that kustomize prints them in: by kind, unless `sortOptions` says as read. */
export function sortItems(items: readonly Item[], sortOptions: unknown): readonly Item[] {
  const options = isMapping(sortOptions) ? sortOptions : {};
  if (options["order"] === "fifo") return items;
  const legacy = isMapping(options["legacySortOptions"]) ? options["legacySortOptions"] : undefined;
  const ranks = new Map<string, number>();
  const first = legacy ? listOf(legacy["orderFirst"]).map(textOf) : FIRST;
  const last = legacy ? listOf(legacy["orderLast"]).map(textOf) : LAST;
  first.forEach((kind, index) => ranks.set(kind, index - first.length));
  last.forEach((kind, index) => ranks.set(kind, index + 1));
  return items
    .map((item) => ({ item, id: idOf(item) }))
    .sort((one, other) => compareIds(one.id, other.id, ranks))
    .map(({ item }) => item);
}

function compareIds(one: Id, other: Id, ranks: ReadonlyMap<string, number>): number {
  const rank = (ranks.get(one.kind) ?? 0) - (ranks.get(other.kind) ?? 0);
  if (rank !== 0) return rank;
  return (
    compareBytes(kindText(one), kindText(other)) ||
    compareBytes(
      `${one.namespace || "~X"}|${one.name || "~N"}`,
      `${other.namespace || "~X"}|${other.name || "~N"}`,
    )
  );
}

function kindText({ group, version, kind }: Id): string {
  return `${group || "~G"}_${version || "~V"}_${kind || "~K"}`;
}
