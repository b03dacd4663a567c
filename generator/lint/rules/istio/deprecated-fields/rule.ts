import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { get, isSet, number, text } from "../../field.ts";
import { SIDECAR, VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

const DEFINITION = "CustomResourceDefinition.apiextensions.k8s.io";
const OLD_KINDS = ["ClusterRbacConfig", "RbacConfig", "ServiceRole", "ServiceRoleBinding"];

/** Source: the analyzer deprecation.FieldAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/deprecated-fields",
  severity: "warning",
  summary: "No field or kind is used that Istio ignores or has removed",
  aliases: ["IST0002"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE, SIDECAR, DEFINITION], (subject) => {
    const kind = groupKindOf(subject.resource.id);
    if (kind === VIRTUAL_SERVICE) checkDelays(subject);
    else if (kind === SIDECAR) {
      const proxy = get(subject.spec, "outboundTrafficPolicy", "egressProxy");
      if (isSet(proxy))
        subject.report(proxy, "egressProxy is ignored by Istio; remove it", { part: "key" });
    } else checkDefinition(subject);
  }),
};

function checkDelays(subject: Subject): void {
  for (const percent of httpRoutes(subject.spec).map((route) =>
    get(route, "fault", "delay", "percent"),
  )) {
    if ((number(percent) ?? 0) > 0)
      subject.report(percent, "percent is deprecated; use percentage: {value: ...}", {
        part: "key",
      });
  }
}

function checkDefinition(subject: Subject): void {
  const kind = text(get(subject.spec, "names", "kind")) ?? "";
  if (get(subject.spec, "group").value !== "rbac.istio.io" || !OLD_KINDS.includes(kind)) return;
  subject.report(
    get(subject.spec, "names", "kind"),
    `kind ${kind} of rbac.istio.io was removed in Istio 1.6; use AuthorizationPolicy`,
  );
}
