import type { Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, isTrue } from "../../field.ts";
import { HELM_RELEASE } from "../kinds.ts";
import { specOf } from "../reference.ts";
import { releaseOf } from "../release.ts";

/** Source: docs/spec/v2/helmreleases.md of fluxcd/helm-controller, "Release name" and "Storage namespace". */
export const rule: Rule = {
  name: "flux/release-conflict",
  severity: "error",
  summary: "No two HelmReleases manage one release of Helm",
  scope: "build",
  check(context) {
    const known = new Map<string, Resource>();
    for (const resource of context.resources(HELM_RELEASE)) {
      const spec = specOf(resource);
      const release = releaseOf(resource);
      if (!release || isSet(get(spec, "kubeConfig")) || isTrue(get(spec, "suspend"))) continue;
      const key = `${release.storageNamespace}/${release.name}`;
      const other = known.get(key);
      if (!other) known.set(key, resource);
      else if (other.id.name !== resource.id.name || other.id.namespace !== resource.id.namespace)
        context.report({
          resource,
          path: isSet(get(spec, "releaseName")) ? ["spec", "releaseName"] : ["metadata", "name"],
          message: `HelmRelease "${other.id.name}" manages release "${release.name}" in namespace "${release.storageNamespace}" already, and each would undo the other's; give this one another releaseName`,
          related: [{ message: "the other one", at: other.locate(["metadata", "name"]) }],
        });
    }
  },
};
