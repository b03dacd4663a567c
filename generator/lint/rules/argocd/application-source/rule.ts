import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, isBlank, isFilled, isSet, text } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  APPLICATION,
  APPLICATION_SET,
  applicationSpec,
  chartFiles,
  isOverlaid,
  sourcesOf,
} from "../kinds.ts";

/** Whoever makes the manifests; a source has one at most. */
const TOOLS = ["kustomize", "helm", "directory", "plugin"];

/**
 * Source: validateSourcePermissions of argoproj/argo-cd util/argo, ExplicitType of pkg/apis/application/v1alpha1 and runRepoOperation of
 * reposerver/repository.
 */
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
    const isMultiple = isFilled(get(spec, "sources"));
    if (isMultiple && isSet(get(spec, "source"))) {
      subject.warn(
        get(spec, "source"),
        "source is ignored because sources is set too; keep one of them",
        { part: "key" },
      );
    }
    for (const source of sources) checkKinds(subject, source, isMultiple);
    for (const source of sources) checkReferenced(subject, source, sources);
    if (isOverlaid(subject.resource)) return;
    if (sources.length === 0)
      subject.fail(
        spec,
        "the Application has no source; give spec.source a repoURL and a path or chart",
      );
    for (const source of sources) checkPresence(subject, source, isMultiple);
  }),
};

/** What the source lacks. */
function checkPresence(subject: Subject, source: Field, isMultiple: boolean): void {
  const chart = get(source, "chart");
  if (isBlank(get(source, "repoURL"))) subject.fail(source, "this source has no repoURL");
  const places = isMultiple ? ["chart", "path", "ref"] : ["chart", "path"];
  if (places.every((key) => isBlank(get(source, key)))) {
    subject.fail(
      get(source, "repoURL"),
      `this source needs a path or a chart${isMultiple ? ", or a ref that others use" : ""}`,
    );
  }
  if (!isBlank(chart) && isBlank(get(source, "targetRevision"))) {
    subject.fail(
      chart,
      `chart "${text(chart) ?? ""}" needs a targetRevision, the version to install`,
    );
  }
}

/** What the source has and cannot have together. */
function checkKinds(subject: Subject, source: Field, isMultiple: boolean): void {
  const chart = get(source, "chart");
  const path = get(source, "path");
  const ref = get(source, "ref");
  if (!isBlank(chart) && !isBlank(path))
    subject.warn(path, "path is ignored because chart is set too; take one of them out");
  if (!isBlank(ref) && !isMultiple) subject.warn(ref, "ref means something only in sources");
  const [first, second] = TOOLS.filter((tool) => isSet(get(source, tool)));
  if (second !== undefined)
    subject.fail(
      get(source, second),
      `${first} and ${second} exclude each other in a source; take one out`,
      { part: "key" },
    );
}

/** A ref to a chart is harmless until a values file is asked of it. */
function checkReferenced(subject: Subject, source: Field, sources: readonly Field[]): void {
  const ref = get(source, "ref");
  const name = text(ref);
  if (!name || isBlank(get(source, "chart"))) return;
  const isUsed = sources
    .flatMap(chartFiles)
    .some(({ value }) => value.split("/")[0] === `$${name}`);
  if (isUsed)
    subject.fail(
      ref,
      "a source with a chart cannot be used as ref; add a second source for the values",
    );
}
