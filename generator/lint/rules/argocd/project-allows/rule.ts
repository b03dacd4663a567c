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
    for (const application of context.resources(APPLICATION)) {
      const name = text(get(applicationSpec(application), "project"));
      const project = context
        .resources(APP_PROJECT)
        .find((candidate) => candidate.id.name === name);
      if (!project) continue;
      checkSources(context, application, project);
      checkDestination(context, application, project);
    }
  },
};

function checkSources(context: RuleContext, application: Resource, project: Resource): void {
  const allowed = texts(get(specOf(project), "sourceRepos")).map(({ value }) => value);
  for (const source of sourcesOf(applicationSpec(application))) {
    const field = get(source, "repoURL");
    const url = text(field);
    if (!url) continue;
    const denied = allowed.some(
      (pattern) =>
        pattern.startsWith("!") && matchesPattern(normalize(pattern.slice(1)), normalize(url), "/"),
    );
    const permitted = allowed.some(
      (pattern) =>
        !pattern.startsWith("!") && matchesPattern(normalize(pattern), normalize(url), "/"),
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

function checkDestination(context: RuleContext, application: Resource, project: Resource): void {
  const destination = get(applicationSpec(application), "destination");
  const wanted = {
    ...clusterOf(destination),
    namespace: text(get(destination, "namespace")) ?? "",
  };
  if (wanted.server === "" && wanted.name === "") return;
  const permitted = items(get(specOf(project), "destinations")).some((entry) => {
    const matches = (key: "server" | "name" | "namespace") =>
      matchesPattern(text(get(entry, key)) ?? "", wanted[key]);
    const mayBe = (key: "server" | "name") =>
      (text(get(entry, key)) ?? "") !== "" && (wanted[key] === "" || matches(key));
    return (mayBe("server") || mayBe("name")) && matches("namespace");
  });
  if (permitted) return;
  const where = `${wanted.server || wanted.name}${wanted.namespace === "" ? "" : `, namespace "${wanted.namespace}"`}`;
  const message = `AppProject "${project.id.name}" does not allow destination ${where}; add it to the project's destinations`;
  context.report({
    resource: application,
    path: destination.path,
    message,
    related: [{ message: "the project", at: project.locate(["spec", "destinations"]) }],
  });
}

/**
 * Argo CD knows a cluster by name and by server. The one that it runs in is called in-cluster at first; of others the files give one of the
 * two, and the other may be what the project allows.
 */
function clusterOf(destination: Field): { server: string; name: string } {
  const server = text(get(destination, "server")) ?? "";
  const name = text(get(destination, "name")) ?? "";
  return name === "in-cluster" && server === "" ? { server: OWN_SERVER, name } : { server, name };
}

const OWN_SERVER = "https://kubernetes.default.svc";

/** Repositories are compared without trailing `.git` and slash, and without regard to case. */
function normalize(url: string): string {
  return url
    .toLowerCase()
    .replace(/\/+$/, "")
    .replace(/\.git$/, "");
}
