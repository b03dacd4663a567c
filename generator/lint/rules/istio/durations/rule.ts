import type { Rule } from "../../../../core/rule.ts";
import { MILLISECOND, parseDuration } from "../duration.ts";
import { get, isSet, items, text, type Field } from "../../field.ts";
import { DESTINATION_RULE, REQUEST_AUTHENTICATION, SIDECAR, VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { connectionPools, everyPolicy, trafficPolicies } from "../traffic-policy.ts";
import { routesOf } from "../virtual-service.ts";

/** Source: ValidateDuration of istio/istio pkg/config/validation/agent. What is below 1ms the schemas refuse, where they say so. */
export const rule: Rule = {
  name: "istio/durations",
  severity: "error",
  summary: "Durations can be read, and are whole milliseconds, at least one",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach(
    [VIRTUAL_SERVICE, DESTINATION_RULE, SIDECAR, REQUEST_AUTHENTICATION],
    (subject) => {
      const { spec } = subject;
      const [policies, pools] = [everyPolicy(spec), connectionPools(spec)];
      for (const duration of durationsOf(spec, policies, pools)) {
        const nanoseconds = parseDuration(text(duration) ?? "");
        if (
          nanoseconds === undefined ||
          nanoseconds < MILLISECOND ||
          nanoseconds % MILLISECOND === 0
        )
          continue;
        subject.fail(
          duration,
          `${duration.path.at(-1)} "${text(duration)}" is not in whole milliseconds`,
        );
      }
      for (const duration of unreadDurations(spec, policies, pools)) {
        const value = text(duration);
        if (value !== undefined && parseDuration(value) === undefined)
          subject.fail(
            duration,
            `${duration.path.at(-1)} "${value}" is no duration such as 10s or 1m30s`,
          );
      }
      for (const idle of pools.map((pool) => get(pool, "tcp", "idleTimeout"))) {
        const nanoseconds = parseDuration(text(idle) ?? "");
        if (nanoseconds === undefined || Math.trunc(nanoseconds / MILLISECOND) === 0) continue; // 0s turns the timeout off
        if (nanoseconds < 0 || nanoseconds % MILLISECOND !== 0) {
          subject.fail(
            idle,
            `idleTimeout "${text(idle)}" is not 0s or in whole milliseconds above it`,
          );
        }
      }
    },
  ),
};

/** Those that the schemas take any text for. */
function unreadDurations(
  spec: Field,
  policies: readonly Field[],
  pools: readonly Field[],
): Field[] {
  return [
    ...policies.map((policy) => get(policy, "loadBalancer", "consistentHash", "httpCookie", "ttl")),
    ...trafficPolicies(spec).map((policy) => get(policy, "retryBudget", "budgetInterval")),
    ...pools.map((pool) => get(pool, "tcp", "idleTimeout")),
  ].filter(isSet);
}

function durationsOf(spec: Field, policies: readonly Field[], pools: readonly Field[]): Field[] {
  const found = items(get(spec, "jwtRules")).map((rule) => get(rule, "timeout"));
  for (const route of routesOf(spec).http) {
    const retries = get(route, "retries");
    found.push(
      get(route, "timeout"),
      get(retries, "perTryTimeout"),
      get(retries, "backoff"),
      get(route, "fault", "delay", "fixedDelay"),
      get(route, "corsPolicy", "maxAge"),
    );
  }
  for (const policy of policies) {
    found.push(
      get(policy, "outlierDetection", "baseEjectionTime"),
      get(policy, "outlierDetection", "interval"),
      get(policy, "loadBalancer", "warmup", "duration"),
    );
  }
  for (const pool of pools) {
    found.push(
      get(pool, "http", "idleTimeout"),
      get(pool, "http", "http2KeepAlive", "interval"),
      get(pool, "http", "http2KeepAlive", "timeout"),
      get(pool, "tcp", "connectTimeout"),
      get(pool, "tcp", "maxConnectionDuration"),
      get(pool, "tcp", "tcpKeepalive", "time"),
      get(pool, "tcp", "tcpKeepalive", "interval"),
    );
  }
  return found.filter(isSet);
}
