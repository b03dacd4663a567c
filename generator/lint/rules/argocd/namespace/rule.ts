import type { Rule } from "../../../../core/rule.ts";
import { isNamespaced } from "../../../builds/scope.ts";
import { get, isBlank } from "../../field.ts";
import { applicationSpec } from "../kinds.ts";

/** Source: controller/state.go of argoproj/argo-cd, which sets an InvalidSpecError for each such object. */
export const rule: Rule = {
  name: "argocd/namespace",
  severity: "error",
  summary: "What an Application applies has a namespace, its own or the destination's",
  scope: "build",
  check(context) {
    for (const { engine, source, resources } of context.builds) {
      if (engine !== "argocd" || !source) continue;
      const destination = get(applicationSpec(source), "destination");
      if (!isBlank(get(destination, "namespace"))) continue;
      const homeless = resources.filter(
        (resource) => resource.id.namespace === undefined && isNamespaced(resource) === true,
      );
      const [first] = homeless;
      if (!first) continue;
      const others = homeless.length > 1 ? ` and ${homeless.length - 1} more` : "";
      context.report({
        resource: source,
        path: destination.path,
        message: `${first.id.kind} "${first.id.name}"${others} would have no namespace; set the destination's namespace, or one in the manifests`,
        related: [{ message: "what has none", at: first.locate(["metadata", "name"]) }],
      });
    }
  },
};
