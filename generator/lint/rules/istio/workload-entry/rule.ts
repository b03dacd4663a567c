import type { Rule } from "../../../../core/rule.ts";
import { WORKLOAD_ENTRY } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { checkEndpoint } from "../workload-entry.ts";

/** Source: validateWorkloadEntry of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/workload-entry",
  severity: "error",
  summary:
    "A WorkloadEntry has an address that is an IP address, a domain name or a socket, and well formed labels",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([WORKLOAD_ENTRY], (subject) => checkEndpoint(subject, subject.spec, true)),
};
