import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { type Field, get, items, text, texts } from "../field.ts";
import { APP_PROJECT, applicationSpec, specOf } from "./kinds.ts";
import { matchesPattern } from "./patterns.ts";

export interface Destination {
  server: string;
  name: string;
  namespace: string;
}

/** What a project allows, read once for all its Applications. */
export interface Allowance {
  project: Resource;
  repositories: readonly string[];
  destinations: readonly Destination[];
  /** The destinations again, for those that are meant word by word. */
  exact: ReadonlySet<string>;
}

/** @returns what the project of an Application allows; undefined where the project is not here */
export function readAllowances(
  context: RuleContext,
): (application: Resource) => Allowance | undefined {
  const projects = new Map<string, Allowance>();
  for (const project of context.resources(APP_PROJECT)) {
    const allowance = readAllowance(project);
    for (const key of [project.id.name, `${project.id.namespace ?? ""}/${project.id.name}`])
      if (!projects.has(key)) projects.set(key, allowance);
  }
  return (application) => {
    const name = text(get(applicationSpec(application), "project")) ?? "";
    return projects.get(`${application.id.namespace ?? ""}/${name}`) ?? projects.get(name);
  };
}

function readAllowance(project: Resource): Allowance {
  const spec = specOf(project);
  const destinations = items(get(spec, "destinations")).map(readDestination);
  const denies = destinations.some((each) => Object.values(each).some(isDenied));
  return {
    project,
    repositories: texts(get(spec, "sourceRepos")).map(({ value }) => normalizeRepository(value)),
    destinations,
    exact: new Set(denies ? [] : destinations.map(destinationKey)),
  };
}

export function readDestination(field: Field): Destination {
  const read = (key: string) => text(get(field, key)) ?? "";
  return { server: read("server"), name: read("name"), namespace: read("namespace") };
}

function destinationKey({ server, name, namespace }: Destination): string {
  return [server, name, namespace].join("\n");
}

/**
 * May an Application of the project write there? Source: isDestinationMatched of argoproj/argo-cd pkg/apis/application/v1alpha1. Argo CD
 * knows a cluster by name and by server, the files often by one of the two: the other may be what the project allows, or denies.
 */
export function isAllowed(wanted: Destination, { destinations, exact }: Allowance): boolean {
  if (exact.has(destinationKey(wanted))) return true;
  let allowed = false;
  for (const item of destinations) {
    const server = matchOf(item.server, wanted.server);
    const name = matchOf(item.name, wanted.name);
    const namespace = matchOrNot(item.namespace, wanted.namespace);
    if ((server !== "no" || name !== "no") && namespace) allowed = true;
    else if (name === "no" && isDenied(item.name) && wanted.name !== "") return false;
    else if (server === "no" && isDenied(item.server) && wanted.server !== "" && namespace)
      return false;
    else if (server === "yes" && isDenied(item.namespace) && !namespace) return false;
  }
  return allowed;
}

function matchOf(pattern: string, value: string): "yes" | "no" | "maybe" {
  if (pattern === "") return "no";
  if (value === "") return "maybe";
  return matchOrNot(pattern, value) ? "yes" : "no";
}

function matchOrNot(pattern: string, value: string): boolean {
  return isDenied(pattern)
    ? !matchesPattern(pattern.slice(1), value)
    : matchesPattern(pattern, value);
}

function isDenied(pattern: string): boolean {
  return pattern.startsWith("!");
}

/** The cluster that Argo CD runs in is called in-cluster at first. */
export function ownCluster(destination: Destination): Destination {
  const isOwn = destination.name === "in-cluster" && destination.server === "";
  return isOwn ? { ...destination, server: OWN_SERVER } : destination;
}

const OWN_SERVER = "https://kubernetes.default.svc";

/** Repositories are compared without trailing `.git` and slash, and without regard to case. */
export function normalizeRepository(url: string): string {
  return url
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}
