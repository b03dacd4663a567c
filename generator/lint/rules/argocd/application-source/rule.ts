import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, isBlank, isFilled, isSet, text } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec, sourcesOf } from "../kinds.ts";

/** Source: validateSourcePermissions and validateRepo of argoproj/argo-cd util/argo. */
export const rule: Rule = {
  name: "argocd/application-source",
  severity: "error",
  summary:
    "An Application says where its manifests are: a repository with a path, a chart or a ref",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const spec = applicationSpec(subject.resource);
    if (!isSet(spec) || isSet(get(spec, "sourceHydrator"))) return;
    const sources = sourcesOf(spec);
    if (sources.length === 0)
      return subject.fail(
        spec,
        "the Application has no source; give spec.source a repoURL and a path or chart",
      );
    if (isFilled(get(spec, "sources")) && isSet(get(spec, "source"))) {
      subject.warn(
        get(spec, "source"),
        "source is ignored because sources is set too; keep one of them",
        { part: "key" },
      );
    }
    const isMultiple = isFilled(get(spec, "sources"));
    for (const source of sources) checkSource(subject, source, isMultiple);
  }),
};

function checkSource(subject: Subject, source: Field, isMultiple: boolean): void {
  const chart = get(source, "chart");
  const path = get(source, "path");
  const ref = get(source, "ref");
  if (isBlank(get(source, "repoURL"))) subject.fail(source, "this source has no repoURL");
  if (isBlank(chart) && isBlank(path) && isBlank(ref)) {
    subject.fail(
      get(source, "repoURL"),
      `this source needs a path or a chart${isMultiple ? ", or a ref that others use" : ""}`,
    );
  }
  if (!isBlank(chart) && !isBlank(path))
    subject.fail(path, "path and chart exclude each other; take one out");
  if (!isBlank(chart) && isBlank(get(source, "targetRevision"))) {
    subject.fail(
      chart,
      `chart "${text(chart) ?? ""}" needs a targetRevision, the version to install`,
    );
  }
  if (!isBlank(chart) && !isBlank(ref))
    subject.fail(
      ref,
      "a source with a chart cannot be used as ref; add a second source for the values",
    );
  if (!isBlank(ref) && !isMultiple) subject.warn(ref, "ref means something only in sources");
}
