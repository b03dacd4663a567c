import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, items } from "../../field.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { isUnverified, UNVERIFIED } from "../verification.ts";

/** Source: the analyzer destinationrule.CaCertificateAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/server-unverified-port",
  severity: "warning",
  summary:
    "A DestinationRule that opens TLS for a port says which CA the server's certificate is checked with",
  aliases: ["IST0129"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    for (const settings of items(get(subject.spec, "trafficPolicy", "portLevelSettings"))) {
      const tls = get(settings, "tls");
      if (isUnverified(subject.spec, tls))
        subject.report(tls, `tls mode ${asText(get(tls, "mode").value)} ${UNVERIFIED}`, {
          part: "key",
        });
    }
  }),
};
