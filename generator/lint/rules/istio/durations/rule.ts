import type { Rule } from "../../../../core/rule.ts";
import { MILLISECOND, parseDuration } from "../duration.ts";
import { get, isSet, items, text, type Field } from "../../field.ts";
import { DESTINATION_RULE, REQUEST_AUTHENTICATION, SIDECAR, VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { connectionPools, everyPolicy, trafficPolicies } from "../traffic-policy.ts";

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
      for (const duration of durationsOf(subject)) {
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
      for (const duration of unreadDurations(subject.spec)) {
        const value = text(duration);
        if (value !== undefined && parseDuration(value) === undefined)
          subject.fail(
            duration,
            `${duration.path.at(-1)} "${value}" is no duration such as 10s or 1m30s`,
          );
      }
      for (const idle of connectionPools(subject.spec).map((pool) =>
        get(pool, "tcp", "idleTimeout"),
      )) {
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
function unreadDurations(spec: Field): Field[] {
  return [
    ...everyPolicy(spec).map((policy) =>
      get(policy, "loadBalancer", "consistentHash", "httpCookie", "ttl"),
    ),
    ...trafficPolicies(spec).map((policy) => get(policy, "retryBudget", "budgetInterval")),
    ...connectionPools(spec).map((pool) => get(pool, "tcp", "idleTimeout")),
  ].filter(isSet);
}

function durationsOf(subject: Subject): Field[] {
  const { spec } = subject;
  const routes = items(get(spec, "http")).flatMap((route) => [
    get(route, "timeout"),
    get(route, "retries", "perTryTimeout"),
    get(route, "retries", "backoff"),
    get(route, "fault", "delay", "fixedDelay"),
    get(route, "corsPolicy", "maxAge"),
  ]);
  const policies = everyPolicy(spec).flatMap((policy) => [
    get(policy, "outlierDetection", "baseEjectionTime"),
    get(policy, "outlierDetection", "interval"),
    get(policy, "loadBalancer", "warmup", "duration"),
  ]);
  const pools = connectionPools(subject.spec).flatMap((pool) => [
    get(pool, "http", "idleTimeout"),
    get(pool, "http", "http2KeepAlive", "interval"),
    get(pool, "http", "http2KeepAlive", "timeout"),
    get(pool, "tcp", "connectTimeout"),
    get(pool, "tcp", "maxConnectionDuration"),
    get(pool, "tcp", "tcpKeepalive", "time"),
    get(pool, "tcp", "tcpKeepalive", "interval"),
  ]);
  return [
    ...routes,
    ...policies,
    ...pools,
    ...items(get(spec, "jwtRules")).map((rule) => get(rule, "timeout")),
  ];
}
