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
const DEFAULT_RANKS = rankKinds(FIRST, LAST);

/** Puts objects in the order that kustomize prints them in: by kind, unless `sortOptions` says as read. */
export function sortItems(items: readonly Item[], sortOptions: unknown): readonly Item[] {
  const options = isMapping(sortOptions) ? sortOptions : {};
  if (options["order"] === "fifo" || items.length < 2) return items;
  const legacy = isMapping(options["legacySortOptions"]) ? options["legacySortOptions"] : undefined;
  const ranks = legacy
    ? rankKinds(listOf(legacy["orderFirst"]).map(textOf), listOf(legacy["orderLast"]).map(textOf))
    : DEFAULT_RANKS;
  return items
    .map((item) => ({ item, id: idOf(item) }))
    .sort((one, other) => compareIds(one.id, other.id, ranks))
    .map(({ item }) => item);
}

/** @returns for each kind that has a place, a number below zero for the first ones and above for the last */
function rankKinds(first: readonly string[], last: readonly string[]): ReadonlyMap<string, number> {
  const ranks = new Map<string, number>();
  first.forEach((kind, index) => ranks.set(kind, index - first.length));
  last.forEach((kind, index) => ranks.set(kind, index + 1));
  return ranks;
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
