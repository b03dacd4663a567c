import type { Rule } from "../../../../core/rule.ts";
import { checkDestination } from "../destination.ts";
import { get } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { routeDestinations } from "../virtual-service.ts";

/** Source: validateDestination of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-destinations",
  severity: "error",
  summary: "The destinations of a VirtualService name a host, a subset and a port that can exist",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of routeDestinations(subject.spec))
      checkDestination(subject, get(route, "destination"));
  }),
};
