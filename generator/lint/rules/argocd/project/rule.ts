import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { canonical } from "../../metallb/duplicates.ts";
import { get, isFilled, items, text, texts } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { readSeconds } from "../../timers.ts";
import { APP_PROJECT } from "../kinds.ts";

/** Source: ValidateProject of argoproj/argo-cd pkg/apis/application/v1alpha1. */
export const rule: Rule = {
  name: "argocd/project",
  severity: "error",
  summary: "An AppProject's destinations, roles, policies and sync windows are what Argo CD takes",
  scope: "file",
  check: checkEach([APP_PROJECT], (subject) => {
    checkDestinations(subject);
    for (const { value, field } of texts(get(subject.spec, "sourceRepos")))
      if (value === "!*") subject.fail(field, '"!*" would deny every repository; take it out');
    checkRoles(subject);
    checkWindows(subject);
  }),
};

function checkDestinations(subject: Subject): void {
  const seen = new Set<string>();
  for (const destination of items(get(subject.spec, "destinations"))) {
    for (const key of ["server", "name", "namespace"]) {
      const field = get(destination, key);
      if (text(field) === "!*") subject.fail(field, `"!*" would deny every ${key}; take it out`);
    }
    const same = canonical(
      ["server", "name", "namespace"].map((key) => get(destination, key).value ?? ""),
    );
    if (seen.has(same))
      subject.fail(destination, "this destination stands here twice; take one out");
    seen.add(same);
  }
}

function checkRoles(subject: Subject): void {
  const project = subject.resource.id.name;
  const roles = new Set<string>();
  for (const role of items(get(subject.spec, "roles"))) {
    const name = get(role, "name");
    const value = text(name);
    if (value === undefined) continue;
    if (!/^[a-zA-Z0-9]([-_a-zA-Z0-9]*[a-zA-Z0-9])?$/.test(value))
      subject.fail(name, `"${value}" is no name of a role; use letters, digits, "-" and "_"`);
    if (roles.has(value)) subject.fail(name, `another role is named "${value}" already`);
    roles.add(value);
    const policies = new Set<string>();
    for (const policy of texts(get(role, "policies"))) {
      const problem =
        checkPolicy(policy.value, project, value) ??
        (policies.has(policy.value) ? "this policy stands here twice; take one out" : undefined);
      if (problem) subject.fail(policy.field, problem);
      policies.add(policy.value);
    }
  }
}

const RESOURCES = ["applications", "applicationsets", "repositories", "clusters", "exec", "logs"];

function checkPolicy(policy: string, project: string, role: string): string | undefined {
  const parts = policy.split(",").map((part) => part.trim());
  const [type, who, resource = "", , object = "", effect] = parts;
  const subject = `proj:${project}:${role}`;
  if (parts.length !== 6 || type !== "p")
    return `a policy reads "p, ${subject}, <resource>, <action>, ${project}/<object>, <allow or deny>"`;
  if (who !== subject) return `the policy is for "${who}", but this role is "${subject}"`;
  if (!RESOURCES.includes(resource))
    return `"${resource}" is no resource of a project; there are ${RESOURCES.join(", ")}`;
  if (!object.startsWith(`${project}/`))
    return `object "${object}" is not of this project; write "${project}/*"`;
  return effect === "allow" || effect === "deny"
    ? undefined
    : `a policy ends with allow or deny, not "${effect}"`;
}

function checkWindows(subject: Subject): void {
  const seen = new Set<string>();
  for (const window of items(get(subject.spec, "syncWindows"))) {
    const kind = get(window, "kind");
    if (kind.value !== "allow" && kind.value !== "deny")
      subject.fail(kind, `a sync window's kind is allow or deny, not "${asText(kind.value)}"`);
    const schedule = get(window, "schedule");
    const cron = text(schedule);
    if (cron !== undefined && !isSchedule(cron))
      subject.fail(schedule, `"${cron}" is no cron schedule of five fields such as "0 22 * * *"`);
    const duration = get(window, "duration");
    const length = text(duration);
    if (length !== undefined && readSeconds(length) === undefined)
      subject.fail(duration, `"${length}" is no duration such as "8h"`);
    if (!["applications", "namespaces", "clusters"].some((key) => isFilled(get(window, key))))
      subject.fail(
        window,
        'the sync window is for nothing; add applications, namespaces or clusters, such as applications: ["*"]',
      );
    const same = canonical(window.value);
    if (seen.has(same)) subject.fail(window, "this sync window stands here twice; take one out");
    seen.add(same);
  }
}

function isSchedule(cron: string): boolean {
  return (
    cron.startsWith("@") ||
    (cron.trim().split(/\s+/).length === 5 && /^[-\d*/,?A-Za-z\s]+$/.test(cron))
  );
}
