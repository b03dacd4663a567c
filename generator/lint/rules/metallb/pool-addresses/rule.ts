import { parsePoolRange } from "../../../../core/ip.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, texts } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { IP_ADDRESS_POOL } from "../kinds.ts";

/** Source: addressPoolFromCR and ParseCIDR of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/pool-addresses",
  severity: "error",
  summary:
    "Every entry of a pool is a CIDR or a range of one address family that starts before it ends",
  scope: "file",
  check: checkEach([IP_ADDRESS_POOL], (subject) => {
    const addresses = get(subject.spec, "addresses");
    if (Array.isArray(addresses.value) && !isFilled(addresses))
      subject.fail(addresses, "the pool has no addresses; give it some, or take it out");
    for (const { value, field } of texts(addresses)) {
      const range = parsePoolRange(value);
      if (typeof range === "string") subject.fail(field, range);
    }
  }),
};
