import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, number, text, type Field } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

const KIB = 1024;

/** Source: validateHTTPDirectResponse of istio/istio pkg/config/validation; it lets status 600 pass, and so does this. */
export const rule: Rule = {
  name: "istio/virtual-service-direct-response",
  severity: "error",
  summary: "A direct response has an HTTP status and a body that a proxy can keep in memory",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of httpRoutes(subject.spec)) {
      const response = get(route, "directResponse");
      if (!isSet(response)) continue;
      const status = get(response, "status");
      const code = number(status);
      if (code !== undefined && (code < 200 || code > 600))
        subject.fail(status, `status ${code} is not between 200 and 599`);
      const size = sizeOf(get(response, "body"));
      const message = `the body has ${size} bytes and is copied into every proxy; serve it from a workload`;
      if (size > KIB * KIB)
        subject.fail(get(response, "body"), `${message} (at most ${KIB * KIB} are allowed)`, {
          part: "key",
        });
      else if (size > 100 * KIB) subject.warn(get(response, "body"), message, { part: "key" });
    }
  }),
};

function sizeOf(body: Field): number {
  const bytes = text(get(body, "bytes"));
  return bytes === undefined
    ? Buffer.byteLength(text(get(body, "string")) ?? "")
    : Buffer.from(bytes, "base64").length;
}
