import type { Rule } from "../../../../core/rule.ts";
import { istioAnnotations, POD_KINDS } from "../annotations.ts";
import { ANNOTATIONS } from "../annotations-data.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer annotations.K8sAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/annotation-unknown",
  severity: "warning",
  summary: "Annotations of Istio's domains are ones that Istio knows",
  aliases: ["IST0108"],
  scope: "file",
  check: checkEach(POD_KINDS, (subject) => {
    for (const { name, field, info } of istioAnnotations(subject)) {
      if (info !== undefined) continue;
      const other = Object.keys(ANNOTATIONS).find(
        (known) => known.toLowerCase() === name.toLowerCase(),
      );
      subject.report(
        field,
        `Istio knows no annotation ${name}${other === undefined ? "" : `, did you mean ${other}?`}`,
        { part: "key" },
      );
    }
  }),
};
