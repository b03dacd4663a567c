import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, items } from "../../field.ts";
import { labelsOf } from "../injection.ts";
import { REQUEST_AUTHENTICATION } from "../kinds.ts";

const BLOCKED = "BLOCKED_CIDRS_IN_JWKS_URIS";

/** Source: authn.BlockedCIDRsAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/jwks-blocked-cidrs",
  severity: "warning",
  summary: "istiod says which addresses it does not fetch keys of a RequestAuthentication from",
  aliases: ["IST0175"],
  scope: "build",
  check(context) {
    const [authentication] = context.resources(REQUEST_AUTHENTICATION);
    if (!authentication) return;
    for (const resource of context.resources("Deployment.apps")) {
      if (get(labelsOf(resource), "app").value !== "istiod") continue;
      const containers = items(
        get({ path: [], value: resource.data }, "spec", "template", "spec", "containers"),
      );
      const environment = containers.flatMap((container) => items(get(container, "env")));
      if (
        environment.some(
          (variable) => get(variable, "name").value === BLOCKED && !isBlank(get(variable, "value")),
        )
      )
        continue;
      context.report({
        resource,
        path: ["metadata", "name"],
        message: `istiod fetches jwksUri of any RequestAuthentication from any address, those of the cloud's metadata and of the cluster too; set ${BLOCKED}, such as 169.254.0.0/16,10.0.0.0/8`,
        related: [
          { message: "a RequestAuthentication", at: authentication.locate(["spec"], "key") },
        ],
      });
    }
  },
};
