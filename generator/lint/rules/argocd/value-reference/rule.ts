import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, items, text, texts } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec } from "../kinds.ts";

/** Source: docs/user-guide/multiple_sources.md of argoproj/argo-cd. */
export const rule: Rule = {
  name: "argocd/value-reference",
  severity: "error",
  summary:
    "A `$name/` at the start of a values file names a source with that ref, and refs are unique",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const spec = applicationSpec(subject.resource);
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
    for (const source of [get(spec, "source"), ...items(get(spec, "sources"))]) {
      for (const { value, field } of texts(get(source, "helm", "valueFiles"))) {
        const name = /^\$([^/]+)\//.exec(value)?.[1];
        if (name === undefined || refs.has(name) || value.includes("{{")) continue;
        const candidate = suggest(name, refs);
        subject.fail(
          field,
          `no source has ref "${name}"${candidate ? `, did you mean "$${candidate}/"?` : ""}; add a source with repoURL, targetRevision and ref: ${name}`,
        );
      }
    }
  }),
};
