import { type GroupKind, groupKindOf, groupOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { isNamespaced } from "../../../builds/scope.ts";
import { type Field, get, isFilled, items, text } from "../../field.ts";
import {
  type Allowance,
  isAllowed,
  ownCluster,
  readAllowances,
  readDestination,
} from "../allowance.ts";
import { applicationSpec, specOf } from "../kinds.ts";
import { matchesPattern } from "../patterns.ts";

/** Source: IsResourcePermitted of argoproj/argo-cd pkg/apis/application/v1alpha1, which a sync asks for every object. */
export const rule: Rule = {
  name: "argocd/project-resources",
  severity: "error",
  summary: "What an Application applies is of kinds and in namespaces that its AppProject allows",
  scope: "build",
  check(context) {
    const allowanceOf = readAllowances(context);
    for (const { engine, source, resources } of context.builds) {
      const allowance = engine === "argocd" && source ? allowanceOf(source) : undefined;
      if (!source || !allowance) continue;
      const told = new Set<string>();
      for (const resource of resources) checkResource(context, resource, source, allowance, told);
    }
  },
};

/** @param told what was said of this Application already: one mistake in the project is one finding */
function checkResource(
  context: RuleContext,
  resource: Resource,
  application: Resource,
  allowance: Allowance,
  told: Set<string>,
): void {
  const scope = isNamespaced(resource);
  const { kind, namespace } = resource.id;
  const { project } = allowance;
  const report = (path: string[], message: string, field: string) => {
    if (told.has(message)) return;
    told.add(message);
    const related = [{ message: "the project", at: project.locate(["spec", field]) }];
    context.report({ resource, path, message, related });
  };
  const list = scope === false ? "clusterResource" : "namespaceResource";
  if (scope !== undefined && !isKindAllowed(specOf(project), list, resource)) {
    const group = groupOf(resource.id.apiVersion);
    const message = `AppProject "${project.id.name}" does not let Application "${application.id.name}" apply a ${kind}; allow {group: "${group}", kind: ${kind}} in its ${list}Whitelist, or take it out of the blacklist`;
    report(["kind"], message, `${list}Whitelist`);
  }
  if (scope === false || namespace === undefined) return;
  const destination = readDestination(get(applicationSpec(application), "destination"));
  if (namespace === destination.namespace) return; // argocd/project-allows tells of the destination itself
  const wanted = ownCluster({ ...destination, namespace });
  if ((wanted.server === "" && wanted.name === "") || isAllowed(wanted, allowance)) return;
  const message = `AppProject "${project.id.name}" does not let Application "${application.id.name}" write to namespace "${namespace}"; add it to the project's destinations`;
  report(["metadata", "namespace"], message, "destinations");
}

/** What belongs to no namespace has to be allowed by name of its kind; all else is allowed unless a list says otherwise. */
function isKindAllowed(spec: Field, list: string, { id }: Resource): boolean {
  const white = get(spec, `${list}Whitelist`);
  const wanted = groupKindOf(id);
  const isListed = (field: Field) =>
    items(field).some((entry) => matchesKind(entry, wanted, id.kind, id.name));
  if (isListed(get(spec, `${list}Blacklist`))) return false;
  return list === "clusterResource" || isFilled(white) ? isListed(white) : true;
}

function matchesKind(entry: Field, wanted: GroupKind, kind: string, name: string): boolean {
  const group = wanted.slice(kind.length + 1);
  const given = text(get(entry, "name"));
  return (
    matchesPattern(text(get(entry, "kind")) ?? "", kind) &&
    matchesPattern(text(get(entry, "group")) ?? "", group) &&
    (!given || matchesPattern(given, name))
  );
}
