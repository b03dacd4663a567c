import { namespaceOf, type Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { selectsPlainly } from "../../kubernetes/workloads.ts";
import { entries, type Field, get, isFilled, items, texts } from "../../field.ts";
import { lookUpGatewayPods } from "../gateway-pods.ts";
import { GATEWAY, REQUEST_AUTHENTICATION, VIRTUAL_SERVICE } from "../kinds.ts";
import { rootNamespaces } from "../mesh-config.ts";
import { httpRoutes } from "../virtual-service.ts";

const CLAIM = /^@request\.auth\.claims(\..+|\[.+\])$/i;

/** Source: virtualservice.JWTClaimRouteAnalyzer of istio/istio and its pkg/jwt. */
export const rule: Rule = {
  name: "istio/jwt-claim-route",
  severity: "error",
  summary:
    "Routes by a JWT's claims have a RequestAuthentication at the gateway that reads the JWT",
  aliases: ["IST0149"],
  scope: "build",
  check(context) {
    if (context.partial) return;
    const roots = rootNamespaces(context);
    const authentications = context.present(REQUEST_AUTHENTICATION);
    const pods = lookUpGatewayPods(context);
    for (const service of context.resources(VIRTUAL_SERVICE)) {
      const spec = get({ path: [], value: service.data }, "spec");
      const claim = claimOf(spec);
      if (!claim) continue;
      for (const { value } of texts(get(spec, "gateways"))) {
        const gateway = context.find(GATEWAY, ...splitName(value, service.id.namespace));
        const bare =
          gateway &&
          pods(gateway).find(
            (workload) =>
              !authentications.some(
                (authentication) =>
                  (roots.has(namespaceOf(authentication.id)) ||
                    namespaceOf(authentication.id) === namespaceOf(workload)) &&
                  isFor(authentication, workload.labels),
              ),
          );
        if (!bare) continue;
        context.report({
          resource: service,
          path: claim.path,
          part: "key",
          message: `no RequestAuthentication reads the JWT at gateway "${value}", so no request has this claim and the route is never taken; add one for ${bare.resource.id.kind} "${bare.resource.id.name}" in namespace "${namespaceOf(bare)}"`,
        });
        break;
      }
    }
  },
};

function splitName(
  reference: string,
  own: string | undefined,
): [namespace: string | undefined, name: string] {
  const slash = reference.indexOf("/");
  return slash < 0 ? [own, reference] : [reference.slice(0, slash), reference.slice(slash + 1)];
}

function claimOf(spec: Field): Field | undefined {
  for (const route of httpRoutes(spec)) {
    for (const match of items(get(route, "match"))) {
      for (const part of ["headers", "withoutHeaders"]) {
        const found = entries(get(match, part)).find(({ key }) => CLAIM.test(key));
        if (found) return found.field;
      }
    }
  }
  return undefined;
}

/** One attached by targetRefs is for what it names, which may be the gateway. */
function isFor(authentication: Resource, labels: unknown): boolean {
  const selector = get({ path: [], value: authentication.data }, "spec", "selector", "matchLabels");
  return !isFilled(selector) || selectsPlainly(selector.value, labels);
}
