import type { Rule } from "../../../../core/rule.ts";
import { get, hasAny, isSet, text } from "../../field.ts";
import { hostOf, istioWebhooks, WEBHOOK_KINDS } from "../istio-webhooks.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer externalcontrolplane.ExternalControlPlaneAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/webhook-url",
  severity: "warning",
  summary: "Istio's webhooks name the control plane that answers them",
  aliases: ["IST0163"],
  scope: "file",
  check: checkEach(WEBHOOK_KINDS, (subject) => {
    for (const client of istioWebhooks(subject)) {
      const url = get(client, "url");
      if (!isSet(url)) {
        if (!hasAny(client, "service"))
          subject.report(client, "the webhook of Istio names neither a url nor a service to ask", {
            part: "key",
          });
        continue;
      }
      const value = text(url);
      if (value !== undefined && hostOf(value) === undefined)
        subject.report(url, `url "${value}" of Istio's webhook is no URL`);
    }
  }),
};
