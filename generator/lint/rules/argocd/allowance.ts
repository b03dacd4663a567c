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
    repositories: texts(get(spec, "sourceRepos")).map(({ value }) =>
      isDenied(value) ? `!${normalizeRepository(value.slice(1))}` : normalizeRepository(value),
    ),
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

/**
 * May an Application of the project read from there? What is denied by name is denied; each other denial allows.
 * Source: IsSourcePermitted of argoproj/argo-cd pkg/apis/application/v1alpha1.
 */
export function isReadable(url: string, { repositories }: Allowance): boolean {
  const wanted = normalizeRepository(url);
  const allows = (pattern: string) => matchOrNot(pattern, wanted, "/");
  return (
    repositories.some(allows) &&
    repositories.every((pattern) => !isDenied(pattern) || allows(pattern))
  );
}

function matchOrNot(pattern: string, value: string, separator = ""): boolean {
  return isDenied(pattern)
    ? !matchesPattern(pattern.slice(1), value, separator)
    : matchesPattern(pattern, value, separator);
}

function isDenied(pattern: string): boolean {
  return pattern.startsWith("!");
}

/**
 * The cluster that Argo CD runs in is called in-cluster at first, and slashes at the end of a server count for nothing.
 * Source: GetDestinationServer of argoproj/argo-cd util/argo.
 */
export function ownCluster(destination: Destination): Destination {
  const isOwn = destination.name === "in-cluster" && destination.server === "";
  const server = isOwn ? OWN_SERVER : destination.server.replace(/\/+$/, "");
  return { ...destination, server };
}

const OWN_SERVER = "https://kubernetes.default.svc";

/**
 * Writes a repository, or a pattern of some, as Argo CD compares them: without regard to case, to `.git` at the end, and to which of its
 * two forms an SSH URL has. What a URL escapes, such as braces, is no pattern any more. Source: NormalizeGitURL of argoproj/argo-cd
 * util/git.
 */
function normalizeRepository(url: string): string {
  const text = url.trim().toLowerCase();
  const isShort = /^[^/:]*@[^@]+$/.test(text);
  return (isShort ? text.replace(":", "/") : text)
    .replace(/^ssh:\/\//, "")
    .replace(/\.git$/, "")
    .replaceAll(/[{}|\\^`"<> ]/g, encodeURIComponent);
}
