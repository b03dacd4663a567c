import type { Rule } from "../../../../core/rule.ts";
import { get } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { L2_ADVERTISEMENT } from "../kinds.ts";

/** Source: l2AdvertisementFromCR of metallb/metallb internal/config, where no interfaces stand for all of them. */
export const rule: Rule = {
  name: "metallb/interfaces",
  severity: "warning",
  summary: "An L2Advertisement's list of interfaces is not empty",
  scope: "file",
  check: checkEach([L2_ADVERTISEMENT], (subject) => {
    const field = get(subject.spec, "interfaces");
    if (Array.isArray(field.value) && field.value.length === 0)
      subject.report(
        field,
        "an empty list stands for every interface of a node; name the interfaces that are meant, or take it out",
        { part: "key" },
      );
  }),
};
