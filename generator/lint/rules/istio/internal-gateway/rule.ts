import type { Rule } from "../../../../core/rule.ts";
import { isInternalGateway } from "../gateway-names.ts";
import { get, texts } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer virtualservice.GatewayAnalyzer of istio/istio. The webhook refuses such a name too. */
export const rule: Rule = {
  name: "istio/internal-gateway",
  severity: "error",
  summary: "No VirtualService names a Gateway that istiod makes for itself",
  aliases: ["IST0165"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const { value, field } of texts(get(subject.spec, "gateways"))) {
      if (!isInternalGateway(value)) continue;
      subject.report(
        field,
        `"${value}" is istiod's own Gateway for one of the Gateway API; attach an HTTPRoute to that one, or use a Gateway of Istio`,
      );
    }
  }),
};
