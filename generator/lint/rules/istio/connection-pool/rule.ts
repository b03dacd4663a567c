import type { Rule } from "../../../../core/rule.ts";
import { get, hasAny, isSet, isTrue, number, type Field } from "../../field.ts";
import { DESTINATION_RULE, SIDECAR } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { connectionPools } from "../traffic-policy.ts";

const COUNTS = [
  ["http", "http1MaxPendingRequests"],
  ["http", "http2MaxRequests"],
  ["http", "maxRequestsPerConnection"],
  ["http", "maxRetries"],
  ["http", "maxConcurrentStreams"],
  ["tcp", "maxConnections"],
] as const;

/** Source: validateConnectionPool of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/connection-pool",
  severity: "error",
  summary: "A connection pool has http or tcp settings, and no negative limits",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([DESTINATION_RULE, SIDECAR], (subject) => {
    for (const pool of connectionPools(subject.spec)) checkPool(subject, pool);
  }),
};

function checkPool(subject: Subject, pool: Field): void {
  if (!hasAny(pool, "http", "tcp"))
    subject.fail(pool, "the connection pool sets nothing; give it http or tcp settings", {
      part: "key",
    });
  for (const [layer, key] of COUNTS) {
    const limit = get(pool, layer, key);
    const value = number(limit);
    if (value !== undefined && value < 0) subject.fail(limit, `${key} ${value} is negative`);
  }
  const http = get(pool, "http");
  if (get(http, "h2UpgradePolicy").value === "UPGRADE" && isTrue(get(http, "useClientProtocol"))) {
    subject.fail(
      get(http, "useClientProtocol"),
      "useClientProtocol cannot be true with h2UpgradePolicy UPGRADE, which always speaks HTTP/2",
      { part: "key" },
    );
  }
  const keepAlive = get(http, "http2KeepAlive");
  if (!isSet(keepAlive)) return;
  for (const key of ["interval", "timeout"]) {
    if (!hasAny(keepAlive, key))
      subject.fail(keepAlive, `http2KeepAlive needs ${key}, as in ${key}: 30s`, { part: "key" });
  }
}
