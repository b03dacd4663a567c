import type { Rule } from "../../../../core/rule.ts";
import { get } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { checkSelectors, findRepeated } from "../duplicates.ts";
import { IP_ADDRESS_POOL } from "../kinds.ts";

/** Source: addressPoolServiceAllocationsFromCR of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/pool-allocation",
  severity: "error",
  summary:
    "A pool's serviceAllocation names each namespace and selector once, and every selector is valid",
  scope: "file",
  check: checkEach([IP_ADDRESS_POOL], (subject) => {
    const allocation = get(subject.spec, "serviceAllocation");
    const problems = [
      ...findRepeated(get(allocation, "namespaces")),
      ...checkSelectors(get(allocation, "namespaceSelectors")),
      ...checkSelectors(get(allocation, "serviceSelectors")),
    ];
    for (const { field, message } of problems) subject.fail(field, message);
  }),
};
