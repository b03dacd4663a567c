import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, isSet, items, texts, type Field } from "../../field.ts";
import { AUTHORIZATION_POLICY } from "../kinds.ts";
import {
  checkPathTemplate,
  checkPolicyAddress,
  checkPolicyPort,
  checkServiceAccount,
  checkTrustDomain,
} from "../policy-values.ts";
import { checkEach, type Subject } from "../../subject.ts";

type Check = (value: string) => string | undefined;
const anything: Check = () => undefined;

const SOURCE: Readonly<Record<string, Check>> = withOpposites({
  principals: anything,
  requestPrincipals: anything,
  namespaces: anything,
  serviceAccounts: checkServiceAccount,
  trustDomains: checkTrustDomain,
  ipBlocks: checkPolicyAddress,
  remoteIpBlocks: checkPolicyAddress,
});
const OPERATION: Readonly<Record<string, Check>> = withOpposites({
  hosts: anything,
  ports: checkPolicyPort,
  methods: anything,
  paths: checkPathTemplate,
});

/** Source: ValidateAuthorizationPolicy of istio/istio pkg/config/validation and pkg/config/security. */
export const rule: Rule = {
  name: "istio/authorization-policy-rules",
  severity: "error",
  summary:
    "The sources and operations of an AuthorizationPolicy's rules say something, in values that can match",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([AUTHORIZATION_POLICY], (subject) => {
    for (const entry of items(get(subject.spec, "rules"))) {
      checkList(subject, get(entry, "from"), "source", SOURCE);
      checkList(subject, get(entry, "to"), "operation", OPERATION);
    }
  }),
};

function checkList(
  subject: Subject,
  list: Field,
  key: "source" | "operation",
  checks: Readonly<Record<string, Check>>,
): void {
  const name = asText(list.path.at(-1));
  if (Array.isArray(list.value) && !isFilled(list))
    subject.fail(
      list,
      `an empty ${name} restricts nothing; name ${key === "source" ? "a source" : "an operation"}, or remove it`,
      {
        part: "key",
      },
    );
  for (const item of items(list)) {
    const part = get(item, key);
    if (!isSet(part)) {
      subject.fail(
        item,
        `the entry of ${name} needs ${key === "source" ? "a source" : "an operation"}`,
      );
      continue;
    }
    const fields = Object.keys(checks).map((field) => get(part, field));
    if (!fields.some((field) => isSet(field) && (isFilled(field) || !Array.isArray(field.value)))) {
      subject.fail(
        part,
        `the ${key} says nothing; give it one of ${Object.keys(checks).join(", ")}`,
        { part: "key" },
      );
    }
    for (const field of fields) checkValues(subject, field, checks[asText(field.path.at(-1))]!);
  }
}

function checkValues(subject: Subject, list: Field, check: Check): void {
  for (const { value, field } of texts(list)) {
    const problem = value === "" ? "is empty and matches nothing" : check(value);
    if (problem !== undefined)
      subject.fail(field, `${list.path.at(-1)} value "${value}" ${problem}`);
  }
}

function withOpposites(checks: Record<string, Check>): Record<string, Check> {
  const opposites = Object.entries(checks).map(
    ([key, check]) => [`not${key[0]!.toUpperCase()}${key.slice(1)}`, check] as const,
  );
  return { ...checks, ...Object.fromEntries(opposites) };
}
