import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, text } from "../../field.ts";
import { APP_PROJECT, APPLICATION, APPLICATION_SET, applicationSpec } from "../kinds.ts";

export const rule: Rule = {
  name: "argocd/project-exists",
  severity: "warning",
  summary: "An Application's project exists, or is default",
  scope: "build",
  check(context) {
    const projects = context.resources(APP_PROJECT).map((project) => project.id.name);
    if (projects.length === 0 || context.partial) return;
    for (const application of context.resources(APPLICATION, APPLICATION_SET)) {
      const field = get(applicationSpec(application), "project");
      const name = text(field);
      if (!name || name === "default" || projects.includes(name)) continue;
      if (context.external({ kind: APP_PROJECT, namespace: application.id.namespace, name }))
        continue;
      const candidate = suggest(name, projects);
      context.report({
        resource: application,
        path: field.path,
        message: `no AppProject is named "${name}"${candidate ? `, did you mean "${candidate}"?` : ""}; Argo CD does not sync the Application`,
      });
    }
  },
};
