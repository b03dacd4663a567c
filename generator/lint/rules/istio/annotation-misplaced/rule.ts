import type { Rule } from "../../../../core/rule.ts";
import { isInPlace, istioAnnotations, POD_KINDS } from "../annotations.ts";
import { checkEach } from "../../subject.ts";

/** Source: the analyzer annotations.K8sAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/annotation-misplaced",
  severity: "warning",
  summary: "Annotations of Istio stand on the kind that they are for",
  aliases: ["IST0107"],
  scope: "file",
  check: checkEach(POD_KINDS, (subject) => {
    for (const annotation of istioAnnotations(subject)) {
      if (isInPlace(annotation)) continue;
      const kinds = annotation.info!.kinds;
      const template =
        kinds.includes("Pod") && annotation.kind === "Deployment"
          ? "; move it to spec.template.metadata"
          : "";
      subject.report(
        annotation.field,
        `annotation ${annotation.name} has no effect on a ${annotation.kind}, it is for ${kinds.join(", ")}${template}`,
        {
          part: "key",
        },
      );
    }
  }),
};
