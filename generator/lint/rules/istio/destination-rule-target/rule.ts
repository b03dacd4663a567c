import type { Rule } from "../../../../core/rule.ts";
import { get, text, texts } from "../../field.ts";
import { isElsewhere, lookUpHosts } from "../host-lookup.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: destinationrule.PodNotSelectedAnalyzer of istio/istio; a wildcard is for whatever there may be. */
export const rule: Rule = {
  name: "istio/destination-rule-target",
  severity: "warning",
  summary: "A DestinationRule is for a host that exists",
  aliases: ["IST0174"],
  scope: "build",
  check(context) {
    if (context.resources(DESTINATION_RULE).length === 0) return;
    const hosts = lookUpHosts(context);
    checkEach([DESTINATION_RULE], (subject) => {
      const field = get(subject.spec, "host");
      const host = text(field);
      const namespace = subject.namespace ?? "default";
      const exportTo = texts(get(subject.spec, "exportTo")).map(({ value }) => value);
      if (!host || host.startsWith("*") || hosts.find(host, namespace, exportTo)) return;
      if (isElsewhere(context, host, namespace)) return;
      const advice = hosts.advise(host, namespace);
      subject.report(
        field,
        `nothing answers under host "${host}", so this DestinationRule does nothing${advice ?? "; correct it, or declare the host as external"}`,
      );
    })(context);
  },
};
