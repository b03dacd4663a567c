import { asText } from "../../../core/json.ts";
import { findRuleSyntaxProblem } from "../../../schema/cel/parse.ts";
import { qualifiedNameFault, serviceLabelFault, subdomainFault } from "../../../schema/names.ts";
import { type Field, get, isFilled, isSet } from "../field.ts";
import type { Subject } from "../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkOneOf,
  checkRange,
  checkUnique,
  isObject,
  keyOf,
  mappingsIn,
  textsIn,
  word,
} from "./checks.ts";

/** Checks the versions of reviews that a webhook speaks; Kubernetes sends v1 or v1beta1. */
export function checkReviewVersions(subject: Subject, versions: Field): void {
  if (!Array.isArray(versions.value)) return;
  const given = textsIn(versions).map(word);
  if (given.includes(undefined)) return;
  if (!given.includes("v1") && !given.includes("v1beta1"))
    subject.report(
      versions,
      `${asText(versions.path.at(-1))} must have v1 or v1beta1, the versions that Kubernetes sends`,
      { part: "key" },
    );
  for (const version of textsIn(versions)) checkName(subject, version, serviceLabelFault);
  checkUnique(subject, textsIn(versions), "version");
}

/** Checks where a webhook is called: a Service or a URL. Source: apiserver pkg/util/webhook/validation.go. */
export function checkClient(subject: Subject, client: Field): void {
  if (!isObject(client)) return;
  const url = get(client, "url");
  const service = get(client, "service");
  const given = checkOneOf(subject, [url, service], "clientConfig");
  if (given.length === 0)
    subject.report(client, "clientConfig needs service or url", { part: "key" });
  checkFilled(subject, get(service, "name"), get(service, "namespace"));
  checkRange(subject, get(service, "port"), 1, 65_535);
  checkName(subject, get(service, "path"), pathFault);
  checkName(subject, url, urlFault);
}

/** Each step of the path of a Service is a DNS subdomain. */
function pathFault(path: string): string | undefined {
  if (!path.startsWith("/")) return "must start with /";
  if (path === "/") return undefined;
  const steps = path.slice(1).replace(/\/$/, "").split("/");
  const wrong = steps.find((step) => subdomainFault(step) !== undefined);
  if (wrong === undefined) return undefined;
  return wrong === ""
    ? "has an empty step"
    : `has the step "${wrong}", which ${subdomainFault(wrong)}`;
}

/** Checks which operations on which resources are meant. Source: validateRuleWithOperations of kubernetes pkg/apis/admissionregistration/validation. */
export function checkOperations(subject: Subject, rule: Field): void {
  const keys = ["operations", "apiGroups", "apiVersions", "resources"];
  const missing = keys.filter((key) => {
    const list = get(rule, key);
    return !isSet(list) || (Array.isArray(list.value) && !isFilled(list));
  });
  if (missing.length > 0) subject.report(rule, `the rule names no ${missing.join(", no ")}`);
  for (const key of keys.filter((each) => each !== "resources")) {
    const list = get(rule, key);
    const values = textsIn(list).map((item) => item.value);
    if (values.length > 1 && values.includes("*"))
      subject.report(list, `"*" stands for all ${key}; remove the others`, { part: "key" });
  }
  for (const key of ["apiVersions", "resources"]) checkFilled(subject, ...textsIn(get(rule, key)));
  for (const operation of textsIn(get(rule, "operations")))
    checkChoice(subject, operation, ["*", "CREATE", "UPDATE", "DELETE", "CONNECT"]);
  checkChoice(subject, get(rule, "scope"), ["*", "Cluster", "Namespaced"]);
}

/** Checks the expressions that decide whether a request is looked at. */
export function checkConditions(subject: Subject, conditions: Field): void {
  const given = mappingsIn(conditions);
  for (const condition of given) {
    const name = get(condition, "name");
    checkFilled(subject, name);
    checkName(subject, name, qualifiedNameFault);
    checkExpression(subject, get(condition, "expression"));
  }
  checkUnique(
    subject,
    given.map((condition) => get(condition, "name")),
    "condition",
  );
}

/** Checks that an expression of the Common Expression Language can be parsed; names and types in it are not looked at. */
export function checkExpression(subject: Subject, expression: Field): void {
  const source = word(expression)?.trim();
  if (source === undefined) return;
  const problem = source === "" ? "must not be empty" : findRuleSyntaxProblem(source);
  if (problem !== undefined) subject.report(expression, `${keyOf(expression)} ${problem}`);
}

function urlFault(text: string): string | undefined {
  if (!text.startsWith("https://")) return "must start with https://";
  return /[?#]/.test(text) || /^https:\/\/[^/]*@/.test(text)
    ? "must not have a user, a query or a fragment"
    : undefined;
}
