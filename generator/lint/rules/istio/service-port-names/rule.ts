import type { Rule } from "../../../../core/rule.ts";
import { get, items, number, text } from "../field.ts";
import { isOfIstio, saysProtocol } from "../service-ports.ts";
import { checkEach } from "../subject.ts";

/** The namespaces that istioctl leaves alone: those of the cluster itself. */
const SYSTEM = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

/** Source: the analyzer service.PortNameAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/service-port-names",
  severity: "info",
  summary: "The ports of a Service say their protocol, by appProtocol or in their name",
  aliases: ["IST0118"],
  scope: "file",
  check: checkEach(["Service"], (subject) => {
    if (
      SYSTEM.includes(subject.namespace ?? "") ||
      isOfIstio(subject) ||
      get(subject.spec, "type").value === "ExternalName"
    )
      return;
    for (const port of items(get(subject.spec, "ports"))) {
      if (saysProtocol(port)) continue;
      const said = text(get(port, "appProtocol")) ?? text(get(port, "name")) ?? "";
      subject.report(
        port,
        `port ${number(get(port, "port")) ?? ""} ("${said}") does not say its protocol; name it <protocol>-<what>, as in http-api, or set appProtocol`,
      );
    }
  }),
};
