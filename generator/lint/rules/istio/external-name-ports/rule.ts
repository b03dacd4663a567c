import type { Rule } from "../../../../core/rule.ts";
import { get, items } from "../../field.ts";
import { isOfIstio, saysProtocol } from "../service-ports.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer service.PortNameAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/external-name-ports",
  severity: "warning",
  summary:
    "The ports of an ExternalName Service say a protocol that does not capture all traffic to their number",
  aliases: ["IST0150"],
  scope: "file",
  check: checkEach(["Service"], (subject) => {
    if (isOfIstio(subject) || get(subject.spec, "type").value !== "ExternalName") return;
    for (const port of items(get(subject.spec, "ports"))) {
      if (saysProtocol(port) && get(port, "name").value !== "tcp") continue;
      subject.report(
        port,
        "a port of an ExternalName Service that is TCP, or does not say its protocol, takes all traffic to its number; name it http or tls",
      );
    }
  }),
};
