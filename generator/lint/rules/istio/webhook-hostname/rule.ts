import { parseIp } from "../../../../core/ip.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { hostOf, istioWebhooks, WEBHOOK_KINDS } from "../istio-webhooks.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer externalcontrolplane.ExternalControlPlaneAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/webhook-hostname",
  severity: "info",
  summary: "Istio's webhooks reach an external control plane by its name",
  aliases: ["IST0164"],
  scope: "file",
  check: checkEach(WEBHOOK_KINDS, (subject) => {
    for (const url of istioWebhooks(subject).map((client) => get(client, "url"))) {
      const host = hostOf(text(url) ?? "");
      if (host !== undefined && parseIp(host) !== undefined) {
        subject.report(
          url,
          `url "${text(url)}" has an IP address; a host name lets the control plane move`,
        );
      }
    }
  }),
};
