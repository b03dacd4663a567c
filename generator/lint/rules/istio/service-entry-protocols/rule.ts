import { isSameObject, type Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, isSet, items, number, text, texts } from "../../field.ts";
import { SERVICE_ENTRY } from "../kinds.ts";

interface Claim {
  entry: Resource;
  port: Field;
  protocol: string;
  scopes: readonly string[];
}

/** Source: serviceentry.ConflictingServiceEntryProtocolAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/service-entry-protocols",
  severity: "warning",
  summary: "ServiceEntries agree on the protocol of a host's port",
  aliases: ["IST0177"],
  scope: "build",
  check(context) {
    const claims = new Map<string, Claim[]>();
    for (const entry of context.resources(SERVICE_ENTRY)) {
      const spec = get({ path: [], value: entry.data }, "spec");
      const scopes = scopesOf(spec, entry.id.namespace ?? "default");
      const reported = new Set<Resource>();
      for (const { host, port } of hostPorts(spec)) {
        const key = `${host}:${number(get(port, "number")) ?? ""}`;
        const earlier = claims.get(key) ?? [];
        const claim: Claim = {
          entry,
          port,
          protocol: (text(get(port, "protocol")) ?? "").toUpperCase(),
          scopes,
        };
        claims.set(key, [...earlier, claim]);
        const other = earlier.find(
          (one) =>
            !isSameObject(one.entry, entry) &&
            one.protocol !== claim.protocol &&
            meet(one.scopes, scopes),
        );
        if (!other || reported.has(other.entry)) continue;
        reported.add(other.entry);
        const message = `ServiceEntry "${other.entry.id.name}" in namespace "${other.entry.id.namespace ?? "default"}" says ${other.protocol || "nothing"} for ${key}, this one ${claim.protocol || "nothing"}; only one of the two counts, use the same protocol`;
        const field = get(port, "protocol");
        context.report({
          resource: entry,
          path: isSet(field) ? field.path : port.path,
          message,
          related: [{ message: "the other ServiceEntry", at: other.entry.locate(other.port.path) }],
        });
      }
    }
  },
};

function hostPorts(spec: Field): { host: string; port: Field }[] {
  return texts(get(spec, "hosts")).flatMap(({ value }) =>
    items(get(spec, "ports")).map((port) => ({ host: value, port })),
  );
}

function scopesOf(spec: Field, own: string): string[] {
  const exportTo = texts(get(spec, "exportTo")).map(({ value }) => (value === "." ? own : value));
  return exportTo.length === 0 || exportTo.includes("*") ? ["*"] : exportTo;
}

function meet(left: readonly string[], right: readonly string[]): boolean {
  return left.includes("*") || right.includes("*") || left.some((scope) => right.includes(scope));
}
