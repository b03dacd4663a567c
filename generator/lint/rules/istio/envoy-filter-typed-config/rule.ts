import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { configPatches } from "../envoy-filter.ts";
import { type Field, get, hasAny, isSet, text } from "../../field.ts";
import { ENVOY_FILTER } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

const FILTERS = ["EXTENSION_CONFIG", "HTTP_FILTER", "LISTENER_FILTER", "NETWORK_FILTER"];
/** These hold a transport socket, which has its configuration as filters do. */
const WITH_SOCKET = ["CLUSTER", "FILTER_CHAIN"];
/** `config` is the old name, which is said to be unknown. */
const CONFIGURATION = [
  "typed_config",
  "typedConfig",
  "config_discovery",
  "configDiscovery",
  "config",
];

/** Source: validateMissingTypedConfigFilterTypes of istio/istio pkg/config/validation/envoyfilter. */
export const rule: Rule = {
  name: "istio/envoy-filter-typed-config",
  severity: "warning",
  summary: "A filter that an EnvoyFilter puts in has a configuration that says its type",
  aliases: ["IST0133"],
  scope: "file",
  check: checkEach([ENVOY_FILTER], (subject) => {
    for (const patch of configPatches(subject.spec)) {
      for (const filter of namedOf(patch)) {
        if (!isMapping(filter.value) || hasAny(filter, ...CONFIGURATION)) continue;
        const name = text(get(filter, "name")) ?? "";
        const message = `"${name}" has no typed_config, and what Envoy finds by its name alone is deprecated; add typed_config with its "@type"`;
        subject.report(filter, message, { part: "key" });
      }
    }
  }),
};

/** @returns what a patch brings that Envoy would have to find by its name */
function namedOf(patch: Field): Field[] {
  const applyTo = text(get(patch, "applyTo")) ?? "";
  const value = get(patch, "patch", "value");
  if (FILTERS.includes(applyTo)) return [value];
  if (!WITH_SOCKET.includes(applyTo)) return [];
  return ["transport_socket", "transportSocket"].map((key) => get(value, key)).filter(isSet);
}
