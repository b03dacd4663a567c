import type { Rule } from "../../../../core/rule.ts";
import { STATUS_CODES } from "node:http";
import { get, isBlank, isSet, number, text } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

const CONDITIONS = [
  "5xx",
  "gateway-error",
  "reset",
  "reset-before-request",
  "connect-failure",
  "retriable-4xx",
  "refused-stream",

  "retriable-status-codes",
  "retriable-headers",
  "envoy-ratelimited",
  "http3-post-connect-failure",
  "cancelled",
  "deadline-exceeded",
  "internal",
  "resource-exhausted",
  "unavailable",
];

/** Source: ValidateHTTPRetry of istio/istio pkg/config/validation/agent. */
export const rule: Rule = {
  name: "istio/virtual-service-retries",
  severity: "error",
  summary: "Retries have attempts, and conditions that Envoy knows",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of httpRoutes(subject.spec)) {
      const retries = get(route, "retries");
      if (!isSet(retries)) continue;
      const attempts = get(retries, "attempts");
      const count = isSet(attempts) ? number(attempts) : 0;
      if (count !== undefined && count < 0)
        subject.fail(attempts, `attempts ${count} is negative; 0 turns retries off`);
      const setting = ["perTryTimeout", "retryOn", "retryRemoteLocalities"].find(
        (key) => !isBlank(get(retries, key)),
      );
      if (count === 0 && setting !== undefined) {
        subject.fail(
          isSet(attempts) ? attempts : retries,
          `without attempts retries are off, yet ${setting} is set; give attempts a number above 0`,
        );
      }
      const conditions = get(retries, "retryOn");
      for (const condition of text(conditions)?.split(",") ?? []) {
        if (conditions.value === "" || CONDITIONS.includes(condition) || isStatus(condition))
          continue;
        const hint =
          condition.trim() === condition
            ? `use HTTP status codes or ${CONDITIONS.join(", ")}`
            : "write the list without spaces";
        subject.fail(
          conditions,
          `retryOn "${condition}" is no condition that Envoy knows; ${hint}`,
        );
      }
    }
  }),
};

/** Go's net/http and Node's list the same registered codes, but for a few that neither server sends. */
function isStatus(condition: string): boolean {
  return /^[+-]?\d+$/.test(condition) && Number(condition) in STATUS_CODES;
}
