import type { Rule } from "../../../../core/rule.ts";
import { checkAnnotationValue } from "../annotation-values.ts";
import { isInPlace, istioAnnotations, POD_KINDS } from "../annotations.ts";
import { text } from "../../field.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer annotations.K8sAnalyzer and pkg/kube/inject of istio/istio. */
export const rule: Rule = {
  name: "istio/annotation-invalid",
  severity: "warning",
  summary: "Annotations for the sidecar have values that the injector takes",
  aliases: ["IST0125"],
  scope: "file",
  check: checkEach(POD_KINDS, (subject) => {
    for (const annotation of istioAnnotations(subject)) {
      const value = text(annotation.field);
      const right =
        value === undefined || !isInPlace(annotation)
          ? undefined
          : checkAnnotationValue(annotation.name, value);
      if (right !== undefined)
        subject.report(
          annotation.field,
          `value "${value}" of annotation ${annotation.name} is not ${right}`,
        );
    }
  }),
};
