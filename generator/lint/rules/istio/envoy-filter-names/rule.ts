import type { Rule } from "../../../../core/rule.ts";
import { configPatches } from "../envoy-filter.ts";
import { get, text } from "../../field.ts";
import { ENVOY_FILTER } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Names that Envoy gave up: pkg/config/xds of istio/istio. */
const RENAMED: Readonly<Record<string, string>> = {
  "envoy.buffer": "envoy.filters.http.buffer",
  "envoy.cors": "envoy.filters.http.cors",
  "envoy.csrf": "envoy.filters.http.csrf",
  "envoy.fault": "envoy.filters.http.fault",
  "envoy.grpc_http1_bridge": "envoy.filters.http.grpc_http1_bridge",
  "envoy.grpc_json_transcoder": "envoy.filters.http.grpc_json_transcoder",
  "envoy.grpc_web": "envoy.filters.http.grpc_web",
  "envoy.gzip": "envoy.filters.http.gzip",
  "envoy.health_check": "envoy.filters.http.health_check",
  "envoy.http_connection_manager": "envoy.filters.network.http_connection_manager",
  "envoy.http_dynamo_filter": "envoy.filters.http.dynamo",
  "envoy.ip_tagging": "envoy.filters.http.ip_tagging",
  "envoy.listener.http_inspector": "envoy.filters.listener.http_inspector",
  "envoy.listener.original_dst": "envoy.filters.listener.original_dst",
  "envoy.listener.original_src": "envoy.filters.listener.original_src",
  "envoy.listener.proxy_protocol": "envoy.filters.listener.proxy_protocol",
  "envoy.listener.tls_inspector": "envoy.filters.listener.tls_inspector",
  "envoy.lua": "envoy.filters.http.lua",
  "envoy.client_ssl_auth": "envoy.filters.network.client_ssl_auth",
  "envoy.mongo_proxy": "envoy.filters.network.mongo_proxy",
  "envoy.rate_limit": "envoy.filters.http.ratelimit",
  "envoy.ratelimit": "envoy.filters.network.ratelimit",
  "envoy.redis_proxy": "envoy.filters.network.redis_proxy",
  "envoy.router": "envoy.filters.http.router",
  "envoy.squash": "envoy.filters.http.squash",
  "envoy.tcp_proxy": "envoy.filters.network.tcp_proxy",
};
/** What a filter of a listener can be matched for; for anything else the match is not looked at. */
const OF_LISTENERS = ["LISTENER", "FILTER_CHAIN", "NETWORK_FILTER", "HTTP_FILTER"];
/** One old name of two filters. */
const EXT_AUTHZ = "envoy.ext_authz";

/** Source: validateListenerMatchName of istio/istio pkg/config/validation/envoyfilter. */
export const rule: Rule = {
  name: "istio/envoy-filter-names",
  severity: "warning",
  summary: "An EnvoyFilter matches filters by the names that Envoy uses today",
  aliases: ["IST0133"],
  scope: "file",
  check: checkEach([ENVOY_FILTER], (subject) => {
    for (const patch of configPatches(subject.spec)) {
      if (!OF_LISTENERS.includes(text(get(patch, "applyTo")) ?? "")) continue;
      const filter = get(patch, "match", "listener", "filterChain", "filter");
      for (const name of [get(filter, "name"), get(filter, "subFilter", "name")]) {
        const old = text(name) ?? "";
        const layer = name.path.includes("subFilter") ? "http" : "network";
        const today =
          old === EXT_AUTHZ
            ? `envoy.filters.${layer}.ext_authz`
            : Object.hasOwn(RENAMED, old)
              ? RENAMED[old]
              : undefined;
        if (today !== undefined)
          subject.report(name, `filter name "${old}" is deprecated; use "${today}"`);
      }
    }
  }),
};
