import type { Rule } from "../../../../core/rule.ts";
import { get, items, text, type Field } from "../../field.ts";
import {
  AUTHORIZATION_POLICY,
  REQUEST_AUTHENTICATION,
  TELEMETRY,
  TRAFFIC_EXTENSION,
  WASM_PLUGIN,
} from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";

const TARGETS = [
  { group: "", kind: "Service" },
  { group: "networking.istio.io", kind: "ServiceEntry" },
  { group: "gateway.networking.k8s.io", kind: "Gateway" },
  { group: "gateway.networking.k8s.io", kind: "GatewayClass" },
];

/** Source: validatePolicyTargetReference of istio/istio pkg/config/validation. The rest of what it checks is in the schemas. */
export const rule: Rule = {
  name: "istio/target-ref",
  severity: "error",
  summary:
    "A policy is attached to a Service, ServiceEntry, Gateway (of the Gateway API) or GatewayClass",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach(
    [AUTHORIZATION_POLICY, REQUEST_AUTHENTICATION, TELEMETRY, WASM_PLUGIN, TRAFFIC_EXTENSION],
    (subject) => {
      checkTarget(subject, get(subject.spec, "targetRef"));
      for (const target of items(get(subject.spec, "targetRefs"))) checkTarget(subject, target);
    },
  ),
};

function checkTarget(subject: Subject, target: Field): void {
  const kind = text(get(target, "kind"));
  const group = text(get(target, "group")) ?? "";
  if (kind === undefined || kind === "") return;
  const found = TARGETS.find((allowed) => allowed.kind === kind);
  if (found === undefined) {
    const kinds = TARGETS.map((allowed) => allowed.kind).join(", ");
    subject.fail(
      get(target, "kind"),
      `a policy cannot be attached to kind "${kind}"; use one of ${kinds}`,
    );
  } else if ((group === "core" ? "" : group) !== found.group) {
    const field = get(target, "group");
    subject.fail(
      field.value === undefined ? target : field,
      `group "${group}" has no ${kind} that a policy can be attached to; use "${found.group}"`,
    );
  }
}
