import type { Finding } from "../core/finding.ts";
import type { PlannedFile } from "../core/plan.ts";
import type { ResourceId } from "../core/resource.ts";
import { readYaml } from "../yaml/read.ts";

/**
 * Reads a rendered YAML file again.
 * @param file what was planned
 * @param text what the template made of it
 * @returns a finding that names the template, unless the file holds exactly the planned objects in their order
 */
export function checkResources(file: PlannedFile, text: string): Finding[] {
  if (!/\.ya?ml$/.test(file.path)) return [];
  const read = readYaml(file.path, text);
  const problems = [
    ...read.problems,
    ...read.documents.flatMap((document) => document.problems),
  ].filter(({ severity }) => severity === "error");
  const at = { file: file.template, line: 1, column: 1 };
  if (problems[0]) {
    const message = `${file.path}, made with this template, is not YAML: line ${problems[0].at.line}: ${problems[0].message}`;
    return [{ rule: "render/unexpected-resources", severity: "error", message, at }];
  }
  const found = read.documents.map(({ value }) => describe(idOf(value)));
  const planned = file.expect.map(describe);
  if (found.length === planned.length && found.every((id, index) => id === planned[index]))
    return [];
  const message = `${file.path}, made with this template, must hold ${list(planned)}, but holds ${list(found)}`;
  return [{ rule: "render/unexpected-resources", severity: "error", message, at }];
}

function idOf(value: unknown): ResourceId {
  const { apiVersion, kind, metadata } = asObject(value);
  const { name, namespace } = asObject(metadata);
  return {
    apiVersion: String(apiVersion),
    kind: String(kind),
    name: String(name ?? ""),
    ...(namespace === undefined ? {} : { namespace: String(namespace) }),
  };
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}

function describe({ apiVersion, kind, namespace, name }: ResourceId): string {
  return [
    `${apiVersion} ${kind}`,
    name && (namespace === undefined ? name : `${namespace}/${name}`),
  ]
    .filter(Boolean)
    .join(" ");
}

function list(ids: readonly string[]): string {
  return ids.length === 0 ? "nothing" : ids.join(", ");
}
