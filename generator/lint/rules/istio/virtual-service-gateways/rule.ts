import type { Rule } from "../../../../core/rule.ts";
import { entries, get, isFilled, items } from "../../field.ts";
import { checkGatewayNames } from "../gateway-names.ts";
import { isClaim } from "../headers.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { httpRoutes, isDelegate, isForGateways } from "../virtual-service.ts";

/** Source: ValidateVirtualService and validateGatewayNames of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-gateways",
  severity: "error",
  summary:
    "A VirtualService names gateways as <name> or <namespace>/<name>, and uses what only gateways can do only there",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    const gateways = get(subject.spec, "gateways");
    if (isDelegate(subject.spec) && isFilled(gateways)) {
      subject.fail(
        gateways,
        "a VirtualService without hosts is a delegate, and the gateways are those of the one that delegates; remove them",
        {
          part: "key",
        },
      );
    }
    checkGatewayNames(subject, gateways);
    for (const key of ["http", "tls", "tcp"]) {
      for (const route of items(get(subject.spec, key))) {
        for (const match of items(get(route, "match")))
          checkGatewayNames(subject, get(match, "gateways"));
      }
    }
    if (!isForGateways(subject.spec)) checkClaims(subject);
  }),
};

function checkClaims(subject: Subject): void {
  for (const route of httpRoutes(subject.spec)) {
    for (const match of items(get(route, "match"))) {
      for (const { key, field } of [
        ...entries(get(match, "headers")),
        ...entries(get(match, "withoutHeaders")),
      ]) {
        if (!isClaim(key)) continue;
        subject.fail(
          field,
          `${key} can only be matched at a gateway; list gateways without "mesh"`,
          { part: "key" },
        );
      }
    }
  }
}
