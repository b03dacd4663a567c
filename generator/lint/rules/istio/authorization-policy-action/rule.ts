import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, isFilled, isSet, items, text, type Field } from "../../field.ts";
import { AUTHORIZATION_POLICY } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** What an external authorizer cannot be asked about. */
const PEER_FIELDS = [
  "namespaces",
  "serviceAccounts",
  "trustDomains",
  "principals",
  "requestPrincipals",
];
const UNSUPPORTED = PEER_FIELDS.flatMap((key) => [
  key,
  `not${key[0]!.toUpperCase()}${key.slice(1)}`,
]);
const UNSUPPORTED_KEYS =
  /^(source\.(namespace|serviceAccount|trustDomain|principal)$|request\.auth\.)/;

/** Source: ValidateAuthorizationPolicy of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/authorization-policy-action",
  severity: "error",
  summary: "An AuthorizationPolicy has the rules and the provider that its action needs",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([AUTHORIZATION_POLICY], (subject) => {
    const { spec } = subject;
    const action = get(spec, "action").value ?? "ALLOW";
    const provider = get(spec, "provider");
    if (action !== "CUSTOM" && isSet(provider) && typeof action === "string") {
      subject.fail(provider, `provider is only for action CUSTOM, and the action is ${action}`, {
        part: "key",
      });
    }
    const rules = get(spec, "rules");
    const empty = !isSet(rules) || (Array.isArray(rules.value) && !isFilled(rules));
    if (empty) checkEmpty(subject, rules, action);
    else if (action === "CUSTOM" && isBlank(get(provider, "name"))) {
      subject.fail(
        isSet(provider) ? provider : get(spec, "action"),
        "action CUSTOM needs provider.name, an extension provider of the mesh",
        { part: "key" },
      );
    }
    if (action === "CUSTOM") for (const entry of items(rules)) checkCustom(subject, entry);
  }),
};

function checkEmpty(subject: Subject, rules: Field, action: unknown): void {
  const field = get(subject.spec, "action");
  if (action === "DENY" || action === "CUSTOM") {
    subject.fail(
      isSet(rules) ? rules : field,
      `action ${action} without rules never applies; add a rule, or an empty one ({}) for every request`,
      {
        part: "key",
      },
    );
  } else if (isSet(rules) && action === "ALLOW") {
    subject.warn(
      rules,
      "without a rule the policy allows nothing and so denies every request; add a rule, or remove rules if that is meant",
      {
        part: "key",
      },
    );
  }
}

function checkCustom(subject: Subject, entry: Field): void {
  for (const source of items(get(entry, "from")).map((from) => get(from, "source"))) {
    for (const field of UNSUPPORTED.map((key) => get(source, key)).filter(isFilled)) {
      subject.fail(field, `${field.path.at(-1)} cannot be used with action CUSTOM`, {
        part: "key",
      });
    }
  }
  for (const when of items(get(entry, "when"))) {
    const key = text(get(when, "key"));
    if (key !== undefined && UNSUPPORTED_KEYS.test(key))
      subject.fail(get(when, "key"), `condition ${key} cannot be used with action CUSTOM`);
  }
}
