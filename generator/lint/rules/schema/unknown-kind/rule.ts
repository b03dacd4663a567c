import type { Finding, Fix } from "../../../../core/finding.ts";
import { groupOf, type Resource } from "../../../../core/resource.ts";
import type { RuleInfo } from "../../../../core/rule.ts";
import type { PackedKind, SchemaSource } from "../../../../core/schema.ts";
import { didYouMean } from "../../../../core/suggest.ts";
import { REMOVED } from "../../../removed-versions-data.ts";

export const rule: RuleInfo = {
  name: "schema/unknown-kind",
  severity: "error",
  summary: "Kubernetes serves the kind in this version",
};

/**
 * Files that look like objects of the core group and are not: kubeconfig files, lists that only clients know, and what OpenShift once
 * served there.
 */
const LOOK_ALIKES: ReadonlySet<string> = new Set([
  "Config",
  "Status",
  "Template",
  "DeploymentConfig",
  "BuildConfig",
  "ImageStream",
  "Route",
  "Project",
]);

/**
 * Says of a resource without a schema that Kubernetes serves no such kind.
 * @param sources where schemas come from
 * @returns undefined where it may be served
 */
export function checkKind(
  resource: Resource,
  sources: readonly SchemaSource[],
): Finding | undefined {
  const { apiVersion, kind } = resource.id;
  if (/\$\{|\{\{|^ENC\[/.test(apiVersion + kind) || kind.endsWith("List")) return undefined;
  const removed = REMOVED[`${apiVersion} ${kind}`];
  if (removed !== undefined) {
    const { since, instead, same } = removed;
    const advice =
      instead === undefined ? "there is nothing to take its place" : `write "${instead}"`;
    const message = `Kubernetes ${since} and newer do not serve ${kind} in ${apiVersion}; ${advice}`;
    return report(resource, "apiVersion", message, same && setVersion(resource, instead!));
  }
  const group = groupOf(apiVersion);
  const known = sources.flatMap((source) => source.kinds?.(group) ?? []);
  if (!known.some(({ builtIn }) => builtIn)) return checkVersion(resource, known);
  if (group === "" && (LOOK_ALIKES.has(kind) || apiVersion !== "v1")) return undefined;
  return report(resource, ...explain(resource, known));
}

/**
 * A group of CRDs: kinds and versions that our packs lack may still be served, but no kind differs from another by case alone. Flux's old
 * versions have a rule of their own.
 */
function checkVersion(resource: Resource, known: readonly PackedKind[]): Finding | undefined {
  const { apiVersion, kind } = resource.id;
  const group = groupOf(apiVersion);
  const near = known.find((each) => each.kind.toLowerCase() === kind.toLowerCase());
  if (near !== undefined && near.kind !== kind)
    return report(
      resource,
      "kind",
      `there is no kind "${kind}" in ${apiVersion}, did you mean "${near.kind}"?`,
    );
  const same = known.filter((each) => each.kind === kind);
  if (same.length === 0 || group.endsWith(".toolkit.fluxcd.io")) return undefined;
  const versions = same.map(({ version }) => `"${group}/${version}"`).join(" or ");
  const message = `no schema for ${kind} in ${apiVersion}, so it is unchecked; known is ${versions}`;
  return { ...report(resource, "apiVersion", message), severity: "warning" };
}

/** What is wrong: the version of a kind that exists, or the kind. */
function explain({ id }: Resource, known: readonly PackedKind[]): ["apiVersion" | "kind", string] {
  const group = groupOf(id.apiVersion);
  const versions = known.filter(({ kind }) => kind === id.kind).map(({ version }) => version);
  if (versions.length > 0) {
    const served = versions.map((version) => `"${group === "" ? "" : `${group}/`}${version}"`);
    return [
      "apiVersion",
      `Kubernetes does not serve ${id.kind} in ${id.apiVersion}; write ${served.join(" or ")}`,
    ];
  }
  const kinds = new Set(known.map(({ kind }) => kind));
  const hint = didYouMean(id.kind, kinds) || `; the group has ${[...kinds].join(", ")}`;
  return ["kind", `Kubernetes has no kind "${id.kind}" in ${id.apiVersion}${hint}`];
}

function report(
  resource: Resource,
  key: "apiVersion" | "kind",
  message: string,
  fix?: Fix,
): Finding {
  return {
    rule: rule.name,
    severity: rule.severity,
    message,
    at: resource.locate([key]),
    path: [key],
    resource: resource.id,
    ...(fix ? { fix } : {}),
  };
}

function setVersion(resource: Resource, to: string): Fix {
  const path = [...(resource.at ?? []), "apiVersion"];
  return { op: "set", document: resource.document, path, to };
}
