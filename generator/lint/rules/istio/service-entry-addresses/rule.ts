import type { Rule } from "../../../../core/rule.ts";
import { isAddressOrBlock } from "../addresses.ts";
import { get, texts } from "../../field.ts";
import { SERVICE_ENTRY } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: ValidateServiceEntry and ValidateIPSubnet of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/service-entry-addresses",
  severity: "error",
  summary: "The addresses of a ServiceEntry are IP addresses or CIDR blocks",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SERVICE_ENTRY], (subject) => {
    for (const { value, field } of texts(get(subject.spec, "addresses"))) {
      if (!isAddressOrBlock(value))
        subject.fail(field, `address "${value}" is neither an IP address nor a CIDR block`);
    }
  }),
};
