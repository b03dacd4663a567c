import { lookUp } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";

const SYNC = "argocd.argoproj.io/sync-options";
const COMPARE = "argocd.argoproj.io/compare-options";

/** What may stand in the annotations of an object. Source: docs/user-guide/sync-options.md and compare-options.md of argoproj/argo-cd. */
const OPTIONS: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  [SYNC]: {
    ClientSideApplyMigration: ["true", "false"],
    Delete: ["true", "false", "confirm"],
    Force: ["true", "false"],
    Prune: ["true", "false", "confirm"],
    PruneLast: ["true", "false"],
    Replace: ["true", "false"],
    ServerSideApply: ["true", "false"],
    SkipDryRunOnMissingResource: ["true", "false"],
    Validate: ["true", "false"],
  },
  [COMPARE]: {
    IgnoreExtraneous: [],
    IncludeMutationWebhook: ["true", "false"],
    ServerSideDiff: ["true", "false"],
  },
};

export const rule: Rule = {
  name: "argocd/resource-options",
  severity: "warning",
  summary: "Sync and compare options in an object's annotations are known",
  scope: "file",
  check: checkEach([], (subject) => {
    const annotations = get(subject.metadata, "annotations");
    if (annotations.value === undefined) return;
    for (const annotation of [SYNC, COMPARE]) {
      const field = get(annotations, annotation);
      const known = OPTIONS[annotation]!;
      for (const option of text(field)?.split(",") ?? []) {
        const problem = checkOption(option.trim(), known);
        if (problem) subject.report(field, problem);
      }
    }
  }),
};

function checkOption(option: string, known: (typeof OPTIONS)[string]): string | undefined {
  if (option === "") return undefined;
  const [name = "", value] = option.split("=");
  const values = lookUp(known, name);
  if (!values) {
    const candidate = suggest(name, Object.keys(known));
    return `no option is named "${name}"${candidate ? `, did you mean "${candidate}"?` : ""}; Argo CD ignores it`;
  }
  if (value === undefined ? values.length === 0 : values.includes(value)) return undefined;
  return values.length === 0
    ? undefined
    : `option ${name} takes ${values.map((each) => `"${name}=${each}"`).join(" or ")}, not "${option}"`;
}
