import type { Fix } from "../../../../core/finding.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, isSet } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** A field that kustomize only reads for old files. */
interface Deprecated {
  /** What takes its place. */
  readonly instead: string;
  /** How to write it there. */
  readonly advice: string;
  /** Is it enough to rename the field, where its successor is not there yet? */
  readonly renamed?: true;
}

/** Source: FixKustomizationPostUnmarshalling and CheckDeprecatedFields of kustomize api/types/kustomization.go. */
const DEPRECATED: Readonly<Record<string, Deprecated>> = {
  bases: { instead: "resources", advice: "list them in resources", renamed: true },
  imageTags: { instead: "images", advice: "list them in images", renamed: true },
  patchesJson6902: { instead: "patches", advice: "list them in patches", renamed: true },
  patchesStrategicMerge: {
    instead: "patches",
    advice: "write patches, with path: for a file and patch: for inline text",
  },
  commonLabels: {
    instead: "labels",
    advice: "write labels: [{pairs: {...}, includeSelectors: true}]",
  },
  vars: { instead: "replacements", advice: "write replacements" },
};

export const rule: Rule = {
  name: "kustomize/deprecated-field",
  severity: "warning",
  summary: "A kustomization uses the fields of today",
  scope: "file",
  check: checkEach(
    ["Kustomization.kustomize.config.k8s.io", "Component.kustomize.config.k8s.io"],
    (subject) => {
      for (const [key, deprecated] of Object.entries(DEPRECATED))
        checkField(subject, key, deprecated);
    },
  ),
};

function checkField(subject: Subject, key: string, { instead, advice, renamed }: Deprecated): void {
  const root = { path: [], value: subject.resource.data };
  const field = get(root, key);
  if (!isFilled(field)) return;
  const fix = renamed && !isSet(get(root, instead)) ? rename(subject, key, instead) : undefined;
  subject.report(field, `${key} is deprecated; ${advice}`, {
    part: "key",
    ...(fix ? { fix } : {}),
  });
}

function rename(subject: Subject, key: string, to: string): Fix {
  const path = [...(subject.resource.at ?? []), key];
  return { op: "rename-key", document: subject.resource.document, path, to };
}
