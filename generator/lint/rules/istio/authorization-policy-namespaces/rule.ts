import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, items, texts } from "../../field.ts";
import { AUTHORIZATION_POLICY } from "../kinds.ts";
import { hidingNamespaces } from "../mesh-pods.ts";
import { checkEach } from "../../subject.ts";

/** Namespaces that every cluster with Istio has. */
const ALWAYS = ["default", "kube-system", "kube-public", "kube-node-lease", "istio-system"];

/** Source: authz.AuthorizationPoliciesAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/authorization-policy-namespaces",
  severity: "warning",
  summary: "The namespaces that an AuthorizationPolicy allows or denies exist",
  aliases: ["IST0101"],
  scope: "build",
  check(context) {
    if (context.partial || context.resources("Namespace").length === 0) return;
    if (context.resources(AUTHORIZATION_POLICY).length === 0) return;
    const known = knownNamespaces(context);
    const hiding = hidingNamespaces(context);
    checkEach([AUTHORIZATION_POLICY], (subject) => {
      const sources = items(get(subject.spec, "rules")).flatMap((rule) => items(get(rule, "from")));
      for (const source of sources.map((from) => get(from, "source"))) {
        for (const { value, field } of ["namespaces", "notNamespaces"].flatMap((key) =>
          texts(get(source, key)),
        )) {
          if (isKnown(value, known) || hiding.has(value)) continue;
          if (context.external({ kind: "Namespace", name: value })) continue;
          const candidate = suggest(value, known);
          const hint = candidate
            ? `, did you mean "${candidate}"?`
            : "; correct it, or declare it as external";
          subject.report(
            field,
            `${value.includes("*") ? `no namespace here matches "${value}"` : `nothing here makes namespace "${value}"`}${hint}`,
          );
        }
      }
    })(context);
  },
};

/** Namespaces that are made here, and those that other objects are in. */
function knownNamespaces(context: RuleContext): ReadonlySet<string> {
  const made = context.present("Namespace").map(({ id }) => id.name);
  const used = context
    .present()
    .flatMap(({ id }) => (id.kind === "AuthorizationPolicy" ? [] : (id.namespace ?? [])));
  return new Set([...ALWAYS, ...made, ...used]);
}

function isKnown(pattern: string, names: ReadonlySet<string>): boolean {
  return names.has(pattern) || [...names].some((name) => matches(name, pattern));
}

/** `*`, a prefix, a suffix or a whole name, as the policy itself matches. */
function matches(name: string, pattern: string): boolean {
  if (pattern.startsWith("*")) return name.endsWith(pattern.slice(1));
  if (pattern.endsWith("*")) return name.startsWith(pattern.slice(0, -1));
  return name.toLowerCase() === pattern.toLowerCase();
}
