import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { entries, get, text, texts } from "../../field.ts";
import {
  type Allowance,
  isAllowed,
  isReadable,
  ownCluster,
  readAllowances,
  readDestination,
} from "../allowance.ts";
import { APPLICATION, applicationSpec, sourcesOf, specOf } from "../kinds.ts";
import { matchesPattern } from "../patterns.ts";

/** Source: IsSourcePermitted, IsDestinationPermitted and IsAppNamespacePermitted of argoproj/argo-cd pkg/apis/application/v1alpha1. */
export const rule: Rule = {
  name: "argocd/project-allows",
  severity: "error",
  summary: "An Application's repositories and destination are allowed by its AppProject",
  scope: "build",
  check(context) {
    const allowanceOf = readAllowances(context);
    for (const application of context.resources(APPLICATION)) {
      const allowance = allowanceOf(application);
      if (!allowance) continue;
      checkSources(context, application, allowance);
      checkDestination(context, application, allowance);
      checkNamespace(context, application, allowance);
    }
  },
};

function checkSources(context: RuleContext, application: Resource, allowance: Allowance): void {
  const { project } = allowance;
  for (const source of sourcesOf(applicationSpec(application))) {
    const field = get(source, "repoURL");
    const url = text(field);
    if (!url) continue;
    if (isReadable(url, allowance)) continue;
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
  if (entries(field).some((entry) => text(entry.field) === undefined)) return; // only known after substitution
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

/** Projects lie in Argo CD's own namespace; Applications in others need leave. Another Argo CD may have a project of that name. */
function checkNamespace(context: RuleContext, application: Resource, { project }: Allowance): void {
  const { namespace } = application.id;
  if (namespace === undefined || project.id.namespace === undefined) return;
  if (namespace === project.id.namespace) return;
  const patterns = texts(get(specOf(project), "sourceNamespaces")).map(({ value }) => value);
  if (patterns.some((pattern) => pattern.startsWith("/") || matchesPattern(pattern, namespace)))
    return;
  context.report({
    resource: application,
    path: ["metadata", "namespace"],
    severity: "warning",
    message: `AppProject "${project.id.name}" takes no Applications from namespace "${namespace}"; move the Application to namespace "${project.id.namespace}", or add its namespace to the project's sourceNamespaces`,
    related: [{ message: "the project", at: project.locate(["metadata", "name"]) }],
  });
}
