import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Field, get, items, text, texts } from "../../field.ts";
import { APP_PROJECT, APPLICATION, applicationSpec, sourcesOf, specOf } from "../kinds.ts";
import { matchesPattern } from "../patterns.ts";

/** Source: IsSourcePermitted and IsDestinationPermitted of argoproj/argo-cd pkg/apis/application/v1alpha1. */
export const rule: Rule = {
  name: "argocd/project-allows",
  severity: "error",
  summary: "An Application's repositories and destination are allowed by its AppProject",
  scope: "build",
  check(context) {
    const projects = new Map<string, Allowance>();
    for (const project of context.resources(APP_PROJECT)) {
      if (!projects.has(project.id.name)) projects.set(project.id.name, readAllowance(project));
    }
    for (const application of context.resources(APPLICATION)) {
      const allowance = projects.get(text(get(applicationSpec(application), "project")) ?? "");
      if (!allowance) continue;
      checkSources(context, application, allowance);
      checkDestination(context, application, allowance);
    }
  },
};

interface Destination {
  server: string;
  name: string;
  namespace: string;
}

/** What a project allows, read once for all its Applications. */
interface Allowance {
  project: Resource;
  repositories: readonly string[];
  destinations: readonly Destination[];
  /** The destinations again, for those that are meant word by word. */
  exact: ReadonlySet<string>;
}

function readAllowance(project: Resource): Allowance {
  const spec = specOf(project);
  const destinations = items(get(spec, "destinations")).map(readDestination);
  return {
    project,
    repositories: texts(get(spec, "sourceRepos")).map(({ value }) => normalize(value)),
    destinations,
    exact: new Set(destinations.map(destinationKey)),
  };
}

function readDestination(field: Field): Destination {
  const read = (key: string) => text(get(field, key)) ?? "";
  return { server: read("server"), name: read("name"), namespace: read("namespace") };
}

function destinationKey({ server, name, namespace }: Destination): string {
  return [server, name, namespace].join("\n");
}

function checkSources(context: RuleContext, application: Resource, allowance: Allowance): void {
  const { project, repositories } = allowance;
  for (const source of sourcesOf(applicationSpec(application))) {
    const field = get(source, "repoURL");
    const url = text(field);
    if (!url) continue;
    const wanted = normalize(url);
    const denied = repositories.some(
      (pattern) => pattern.startsWith("!") && matchesPattern(pattern.slice(1), wanted, "/"),
    );
    const permitted = repositories.some(
      (pattern) => !pattern.startsWith("!") && matchesPattern(pattern, wanted, "/"),
    );
    if (permitted && !denied) continue;
    const message = `AppProject "${project.id.name}" does not allow repository "${url}"; add it to the project's sourceRepos`;
    context.report({
      resource: application,
      path: field.path,
      message,
      related: [{ message: "the project", at: project.locate(["spec", "sourceRepos"]) }],
    });
  }
}

function checkDestination(context: RuleContext, application: Resource, allowance: Allowance): void {
  const field = get(applicationSpec(application), "destination");
  const wanted = ownCluster(readDestination(field));
  if (wanted.server === "" && wanted.name === "") return;
  if (isAllowed(wanted, allowance)) return;
  const { project } = allowance;
  const where = `${wanted.server || wanted.name}${wanted.namespace === "" ? "" : `, namespace "${wanted.namespace}"`}`;
  const message = `AppProject "${project.id.name}" does not allow destination ${where}; add it to the project's destinations`;
  context.report({
    resource: application,
    path: field.path,
    message,
    related: [{ message: "the project", at: project.locate(["spec", "destinations"]) }],
  });
}

function isAllowed(wanted: Destination, { destinations, exact }: Allowance): boolean {
  if (exact.has(destinationKey(wanted))) return true;
  return destinations.some((allowed) => {
    const mayBe = (key: "server" | "name") =>
      allowed[key] !== "" && (wanted[key] === "" || matchesPattern(allowed[key], wanted[key]));
    return (
      (mayBe("server") || mayBe("name")) && matchesPattern(allowed.namespace, wanted.namespace)
    );
  });
}

/**
 * Argo CD knows a cluster by name and by server. The one that it runs in is called in-cluster at first; of others the files give one of the
 * two, and the other may be what the project allows.
 */
function ownCluster(destination: Destination): Destination {
  const isOwn = destination.name === "in-cluster" && destination.server === "";
  return isOwn ? { ...destination, server: OWN_SERVER } : destination;
}

const OWN_SERVER = "https://kubernetes.default.svc";

/** Repositories are compared without trailing `.git` and slash, and without regard to case. */
function normalize(url: string): string {
  return url
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}
