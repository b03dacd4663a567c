import { groupOf } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { get, isSet, items, number, text } from "../../field.ts";
import { asksForSidecars, isAmbient, labelsOf } from "../injection.ts";
import { isOfIstio, saysProtocol } from "../service-ports.ts";
import { checkEach } from "../../subject.ts";

/** The namespaces that istioctl leaves alone: those of the cluster itself. */
const SYSTEM = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

/** Source: the analyzer service.PortNameAnalyzer of istio/istio. Only where Istio is: without a mesh nobody asks for a protocol. */
export const rule: Rule = {
  name: "istio/service-port-names",
  severity: "info",
  summary: "The ports of a Service say their protocol, by appProtocol or in their name",
  aliases: ["IST0118"],
  scope: "build",
  check: (context) => {
    if (hasMesh(context)) checkServices(context);
  },
};

const checkServices = checkEach(["Service"], (subject) => {
  if (
    SYSTEM.includes(subject.namespace ?? "") ||
    isOfIstio(subject) ||
    get(subject.spec, "type").value === "ExternalName"
  )
    return;
  for (const port of items(get(subject.spec, "ports"))) {
    if (saysProtocol(port)) continue;
    const said = text(get(port, "appProtocol")) || text(get(port, "name"));
    const which = [number(get(port, "port")) ?? "", said ? `("${said}")` : ""].filter(String);
    subject.report(
      port,
      `${["port", ...which].join(" ")} does not say its protocol; name it <protocol>-<what>, as in http-api, or set appProtocol`,
    );
  }
});

/** Resources of Istio, namespaces that join a mesh, or the Services that Istio's charts install. */
function hasMesh(context: RuleContext): boolean {
  return (
    context.resources().some(({ id }) => /(^|\.)istio\.io$/.test(groupOf(id.apiVersion))) ||
    context
      .resources("Namespace")
      .some(
        (namespace) => asksForSidecars(labelsOf(namespace)) || isAmbient(labelsOf(namespace)),
      ) ||
    context
      .present("Service")
      .some(({ data }) => isSet(get({ path: [], value: data }, "spec", "selector", "istio")))
  );
}
