import { lookUp } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get, isFilled, isTrue, text, texts } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { readSeconds } from "../../timers.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec, isOverlaid } from "../kinds.ts";

/** Options of an Application and their values; others are ignored in silence. Source: docs/user-guide/sync-options.md of argoproj/argo-cd. */
const BOOLEAN = ["true", "false"];
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  ApplyOutOfSyncOnly: BOOLEAN,
  ClientSideApplyMigration: BOOLEAN,
  CreateNamespace: BOOLEAN,
  Delete: [...BOOLEAN, "confirm"],
  FailOnSharedResource: BOOLEAN,
  Prune: [...BOOLEAN, "confirm"],
  PruneLast: BOOLEAN,
  PrunePropagationPolicy: ["background", "foreground", "orphan"],
  Replace: BOOLEAN,
  RespectIgnoreDifferences: BOOLEAN,
  ServerSideApply: BOOLEAN,
  SkipDryRunOnMissingResource: BOOLEAN,
  Validate: BOOLEAN,
};

export const rule: Rule = {
  name: "argocd/sync-policy",
  severity: "warning",
  summary: "Sync options are known, and retry durations can be read",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const policy = get(applicationSpec(subject.resource), "syncPolicy");
    const options = texts(get(policy, "syncOptions"));
    for (const { value, field } of options) {
      const problem = checkOption(value);
      if (problem) subject.report(field, problem);
    }
    const createsNamespace = options.some(({ value }) => value === "CreateNamespace=true");
    const managed = get(policy, "managedNamespaceMetadata");
    if (isFilled(managed) && !createsNamespace && !isOverlaid(subject.resource))
      subject.report(
        managed,
        "managedNamespaceMetadata does nothing without sync option CreateNamespace=true",
        { part: "key" },
      );
    if (
      isTrue(get(policy, "automated", "selfHeal")) &&
      get(policy, "automated", "enabled").value === false
    ) {
      subject.report(
        get(policy, "automated", "selfHeal"),
        "selfHeal does nothing while automated.enabled is false",
      );
    }
    for (const key of ["duration", "maxDuration"])
      checkDuration(subject, get(policy, "retry", "backoff", key));
  }),
};

function checkOption(option: string): string | undefined {
  if (option.includes("{{")) return undefined;
  const [name = "", value] = option.split("=");
  if (name === "Force")
    return "sync option Force is ignored here; write it into the annotation argocd.argoproj.io/sync-options of the objects that are meant";
  const values = lookUp(OPTIONS, name);
  if (!values) {
    const candidate = suggest(name, Object.keys(OPTIONS));
    return `no sync option is named "${name}"${candidate ? `, did you mean "${candidate}"?` : ""}; Argo CD ignores it`;
  }
  return value !== undefined && values.includes(value)
    ? undefined
    : `sync option ${name} takes ${values.map((each) => `"${name}=${each}"`).join(" or ")}, not "${option}"`;
}

function checkDuration(
  subject: Subject,
  field: { path: readonly (string | number)[]; value: unknown },
): void {
  const value = text(field);
  if (!value || /^[+-]?\d+$/.test(value) || readSeconds(value) !== undefined) return;
  subject.fail(field, `"${value}" is no duration; write seconds, or such as "5s" or "3m"`);
}
