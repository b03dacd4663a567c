import type { Rule } from "../../../../core/rule.ts";
import { get, items, text } from "../../field.ts";
import { isLabel } from "../hosts.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkEach } from "../../subject.ts";
import { checkLabels } from "../label-checks.ts";

/** Source: ValidateDestinationRule and validateSubset of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/destination-rule-subsets",
  severity: "error",
  summary: "Each subset of a DestinationRule has a name of its own and labels that pods can carry",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    const names = new Set<string>();
    for (const subset of items(get(subject.spec, "subsets"))) {
      const name = text(get(subset, "name"));
      if (name !== undefined && !isLabel(name)) {
        subject.fail(
          get(subset, "name"),
          `subset name "${name}" is not a DNS label: letters, digits and inner dashes, at most 63`,
        );
      } else if (name !== undefined && names.has(name))
        subject.fail(get(subset, "name"), `subset name "${name}" is used twice`);
      if (name !== undefined) names.add(name);
      checkLabels(subject, get(subset, "labels"), "subset label");
    }
  }),
};
