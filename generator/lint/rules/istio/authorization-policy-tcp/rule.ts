import type { Rule } from "../../../../core/rule.ts";
import { get, hasAny, isFilled, isSet, items, type Field } from "../../field.ts";
import { AUTHORIZATION_POLICY } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

const CONNECTION = [
  "principals",
  "notPrincipals",
  "ipBlocks",
  "notIpBlocks",
  "namespaces",
  "notNamespaces",
  "remoteIpBlocks",
  "notRemoteIpBlocks",
  "serviceAccounts",
  "notServiceAccounts",
];

/** Source: ValidateAuthorizationPolicy of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/authorization-policy-tcp",
  severity: "warning",
  summary:
    "A DENY rule with HTTP attributes says its ports, because it denies TCP ports altogether",
  aliases: ["IST0133"],
  scope: "file",
  check: checkEach([AUTHORIZATION_POLICY], (subject) => {
    if (get(subject.spec, "action").value !== "DENY") return;
    for (const entry of items(get(subject.spec, "rules"))) {
      const sources = items(get(entry, "from"))
        .map((from) => get(from, "source"))
        .filter(isSet);
      const operations = items(get(entry, "to"))
        .map((to) => get(to, "operation"))
        .filter(isSet);
      const onConnections = sources.some((source) => isGiven(source, CONNECTION));
      const onPorts = operations.some((operation) => isGiven(operation, ["ports", "notPorts"]));
      const denies = operations.length > 0 ? !onPorts : sources.length > 0 && !onConnections;
      if (!denies) continue;
      subject.report(
        entry,
        "the rule matches on HTTP alone, which on TCP ports denies everything; add to.operation.ports with the HTTP ports",
      );
    }
  }),
};

function isGiven(field: Field, keys: readonly string[]): boolean {
  return hasAny(field, ...keys) && keys.some((key) => isFilled(get(field, key)));
}
