import type { Rule } from "../../../../core/rule.ts";
import { istioAnnotations, POD_KINDS, type Annotation } from "../annotations.ts";
import { get, isSet, type Field } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";

const INJECT = "sidecar.istio.io/inject";

/** Source: the analyzer annotations.K8sAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/annotation-deprecated",
  severity: "info",
  summary: "Annotations of Istio are not ones that it will drop",
  aliases: ["IST0135"],
  scope: "file",
  check: checkEach(POD_KINDS, (subject) => {
    for (const annotation of istioAnnotations(subject)) {
      if (annotation.info?.deprecated !== true || hasLabelToo(subject, annotation)) continue;
      const instead = annotation.name === INJECT ? `; use the label ${INJECT}` : "";
      subject.report(annotation.field, `annotation ${annotation.name} is deprecated${instead}`, {
        part: "key",
      });
    }
  }),
};

/** Both the annotation and the label that replaces it are there: somebody supports old versions. */
function hasLabelToo(subject: Subject, annotation: Annotation): boolean {
  const holder: Field =
    annotation.field.path[0] === "metadata"
      ? subject.metadata
      : get(subject.spec, "template", "metadata");
  return annotation.name === INJECT && isSet(get(holder, "labels", INJECT));
}
