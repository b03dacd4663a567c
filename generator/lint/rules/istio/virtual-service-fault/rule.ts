import type { Rule } from "../../../../core/rule.ts";
import { get, hasAny, isSet, number, text, type Field } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

const GRPC_STATUSES = [
  "OK",
  "CANCELLED",
  "UNKNOWN",
  "INVALID_ARGUMENT",
  "DEADLINE_EXCEEDED",
  "NOT_FOUND",
  "ALREADY_EXISTS",
  "PERMISSION_DENIED",

  "RESOURCE_EXHAUSTED",
  "FAILED_PRECONDITION",
  "ABORTED",
  "OUT_OF_RANGE",
  "UNIMPLEMENTED",
  "INTERNAL",
  "UNAVAILABLE",
  "DATA_LOSS",
  "UNAUTHENTICATED",
];

/** Source: validateHTTPFaultInjection of istio/istio pkg/config/validation; it lets HTTP status 600 pass, and so does this. */
export const rule: Rule = {
  name: "istio/virtual-service-fault",
  severity: "error",
  summary: "An injected fault says what it does and how often, with a real status",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of httpRoutes(subject.spec)) {
      const fault = get(route, "fault");
      if (!isSet(fault)) continue;
      if (!hasAny(fault, "abort", "delay"))
        subject.fail(fault, "the fault does nothing; give it an abort or a delay", { part: "key" });
      checkAbort(subject, get(fault, "abort"));
      checkPercentage(subject, get(fault, "delay", "percentage", "value"));
      const exponential = get(fault, "delay", "exponentialDelay");
      if (isSet(exponential))
        subject.fail(exponential, "exponentialDelay is not implemented; use fixedDelay", {
          part: "key",
        });
    }
  }),
};

function checkAbort(subject: Subject, abort: Field): void {
  if (!isSet(abort)) return;
  checkPercentage(subject, get(abort, "percentage", "value"));
  const http2 = get(abort, "http2Error");
  if (isSet(http2))
    subject.fail(http2, "http2Error is not implemented; use httpStatus or grpcStatus", {
      part: "key",
    });
  const status = number(get(abort, "httpStatus"));
  if (status !== undefined && (status < 200 || status > 600)) {
    subject.fail(get(abort, "httpStatus"), `httpStatus ${status} is not between 200 and 599`);
  }
  const code = text(get(abort, "grpcStatus"));
  if (code !== undefined && !GRPC_STATUSES.includes(code)) {
    subject.fail(
      get(abort, "grpcStatus"),
      `grpcStatus "${code}" is not known; use one of ${GRPC_STATUSES.join(", ")}`,
    );
  }
  if (!hasAny(abort, "http2Error", "httpStatus", "grpcStatus")) {
    subject.warn(abort, "the abort says no httpStatus or grpcStatus, so nothing is aborted", {
      part: "key",
    });
  }
}

function checkPercentage(subject: Subject, percentage: Field): void {
  const value = number(percentage);
  if (value === undefined || value === 0 || (value >= 0.0001 && value <= 100)) return;
  subject.fail(percentage, `${value} percent is neither 0 nor between 0.0001 and 100`);
}
