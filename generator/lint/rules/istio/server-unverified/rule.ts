import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get } from "../../field.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { isUnverified, UNVERIFIED } from "../verification.ts";

/** Source: the analyzer destinationrule.CaCertificateAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/server-unverified",
  severity: "warning",
  summary:
    "A DestinationRule that opens TLS says which CA the server's certificate is checked with",
  aliases: ["IST0128"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    const tls = get(subject.spec, "trafficPolicy", "tls");
    if (isUnverified(subject.spec, tls))
      subject.report(tls, `tls mode ${asText(get(tls, "mode").value)} ${UNVERIFIED}`, {
        part: "key",
      });
  }),
};
