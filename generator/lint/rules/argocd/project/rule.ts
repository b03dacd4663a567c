import { asText, isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { scheduleFault } from "../../kubernetes/cron-schedule/schedule.ts";
import { canonical, findRepeated } from "../../metallb/duplicates.ts";
import { type Field, get, isFilled, items, text, texts } from "../../field.ts";
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
    for (const key of ["sourceRepos", "sourceNamespaces"])
      for (const { field, message } of findRepeated(get(subject.spec, key)))
        subject.fail(field, message);
    checkAccounts(subject);
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
    const [server, name, namespace] = ["server", "name", "namespace"].map((key) =>
      asText(get(destination, key).value ?? ""),
    );
    const same = `${server === "" ? name : server}/${namespace}`;
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
    for (const { field, message } of findRepeated(get(role, "groups")))
      subject.fail(field, message);
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

/** What it is about; the rest of a window may differ. */
function identityOf(window: Field): unknown {
  const {
    manualSync: _manual,
    description: _text,
    ...rest
  } = isMapping(window.value) ? window.value : {};
  return rest;
}

function checkWindows(subject: Subject): void {
  const seen = new Set<string>();
  for (const window of items(get(subject.spec, "syncWindows"))) {
    const kind = get(window, "kind");
    if (kind.value !== "allow" && kind.value !== "deny")
      subject.fail(kind, `a sync window's kind is allow or deny, not "${asText(kind.value)}"`);
    const schedule = get(window, "schedule");
    const cron = text(schedule);
    const fault = cron === undefined ? undefined : faultOf(cron);
    if (fault !== undefined)
      subject.fail(schedule, `schedule "${cron}" ${fault}; write such as "0 22 * * *"`);
    const duration = get(window, "duration");
    const length = text(duration);
    if (length !== undefined && readSeconds(length) === undefined)
      subject.fail(duration, `"${length}" is no duration such as "8h"`);
    if (!["applications", "namespaces", "clusters"].some((key) => isFilled(get(window, key))))
      subject.fail(
        window,
        'the sync window is for nothing; add applications, namespaces or clusters, such as applications: ["*"]',
      );
    const same = canonical(identityOf(window));
    if (seen.has(same)) subject.fail(window, "this sync window stands here twice; take one out");
    seen.add(same);
  }
}

/** Unlike a CronJob's, a window's schedule may name a time zone, and may not be a word such as @daily. */
function faultOf(schedule: string): string | undefined {
  if (schedule.startsWith("@")) return "must have five fields";
  return scheduleFault(schedule.replace(/^(?:TZ|CRON_TZ)=\S+\s+/, ""));
}

function checkAccounts(subject: Subject): void {
  const seen = new Set<string>();
  for (const account of items(get(subject.spec, "destinationServiceAccounts"))) {
    for (const key of ["server", "namespace"]) {
      const field = get(account, key);
      if (text(field)?.includes("!")) subject.fail(field, `${key} cannot be denied with "!" here`);
    }
    const field = get(account, "defaultServiceAccount");
    const name = text(field);
    if (name !== undefined && (name.trim() === "" || /[!*[\]{}\\/]/.test(name)))
      subject.fail(field, `"${name}" is no ServiceAccount; write its name, or namespace:name`);
    const same = ["server", "namespace"].map((key) => asText(get(account, key).value)).join("/");
    if (seen.has(same))
      subject.fail(account, "an account for this server and namespace stands here already");
    seen.add(same);
  }
}
