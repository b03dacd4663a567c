import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, isFilled, items, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import {
  APPLICATION,
  APPLICATION_SET,
  applicationSpec,
  chartFiles,
  isOverlaid,
  sourcesOf,
} from "../kinds.ts";

/** Source: GetRefSources of argoproj/argo-cd util/argo, and runManifestGenAsync of reposerver/repository. */
export const rule: Rule = {
  name: "argocd/value-reference",
  severity: "error",
  summary:
    "A `$name/` at the start of a values file names a source with that ref, and refs are unique",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const spec = applicationSpec(subject.resource);
    const isMultiple = isFilled(get(spec, "sources"));
    const refs = new Set<string>();
    for (const source of items(get(spec, "sources"))) {
      const field = get(source, "ref");
      const ref = text(field);
      if (!ref) continue;
      if (refs.has(ref)) subject.fail(field, `another source has ref "${ref}" already`);
      if (!/^[A-Za-z0-9_-]+$/.test(ref))
        subject.fail(field, `"${ref}" is no ref; use letters, digits, "-" and "_"`);
      refs.add(ref);
    }
    if (isOverlaid(subject.resource)) return;
    for (const source of sourcesOf(spec)) {
      for (const { value, field } of chartFiles(source)) {
        const name = /^\$([^/]+)/.exec(value)?.[1];
        if (name === undefined || refs.has(name) || value.includes("{{")) continue;
        if (!isMultiple && isBuildVariable(name)) continue;
        const candidate = suggest(name, refs);
        subject.fail(
          field,
          `no source has ref "${name}"${candidate ? `, did you mean "$${candidate}/"?` : ""}; add a source with repoURL, targetRevision and ref: ${name}`,
        );
      }
    }
  }),
};

/** With one source only, such a name is a variable of the build environment, and `$$` a dollar sign. */
function isBuildVariable(name: string): boolean {
  return name.startsWith("ARGOCD_APP_") || name.startsWith("$");
}
