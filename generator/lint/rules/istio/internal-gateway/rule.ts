import type { Rule } from "../../../../core/rule.ts";
import { isInternalGateway } from "../gateway-names.ts";
import { get, items, texts } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { routesOf } from "../virtual-service.ts";

/**
 * Source: the analyzer virtualservice.GatewayAnalyzer of istio/istio, and validateGatewayNames of its pkg/config/validation: the webhook
 * refuses such a name too, but reads none after the first without a namespace.
 */
export const rule: Rule = {
  name: "istio/internal-gateway",
  severity: "error",
  summary: "No VirtualService names a Gateway that istiod makes for itself",
  aliases: ["IST0165"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    const own = texts(get(subject.spec, "gateways"));
    for (const [index, { value, field }] of own.entries()) {
      if (!isInternalGateway(value)) continue;
      if (index < readOf(own)) subject.fail(field, messageOf(value));
      else subject.warn(field, messageOf(value));
    }
    const { http, tls, tcp } = routesOf(subject.spec);
    for (const match of [http, tls, tcp].flat().flatMap((route) => items(get(route, "match")))) {
      const gateways = texts(get(match, "gateways"));
      for (const { value, field } of gateways.slice(0, readOf(gateways)))
        if (isInternalGateway(value)) subject.fail(field, messageOf(value));
    }
  }),
};

/** @returns how many of the names the webhook reads */
function readOf(gateways: readonly { value: string }[]): number {
  const plain = gateways.findIndex(({ value }) => !value.includes("/"));
  return plain < 0 ? gateways.length : plain + 1;
}

function messageOf(gateway: string): string {
  return `"${gateway}" is istiod's own Gateway for one of the Gateway API; attach an HTTPRoute to that one, or use a Gateway of Istio`;
}
