import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import {
  labelFault,
  qualifiedNameFault,
  segmentFault,
  subdomainFault,
} from "../../../../schema/names.ts";
import { entries, type Field, get, isFilled, isSet, items, number } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkPresent,
  checkUnique,
  isObject,
  mappingsIn,
  word,
} from "../checks.ts";
import { checkLabels } from "../selectors.ts";
import { checkAmount, checkResource } from "../amounts.ts";
import { checkTolerations } from "../tolerations.ts";

const HIGHEST_PRIORITY = 1_000_000_000;
const SYSTEM_CLASSES = ["system-node-critical", "system-cluster-critical"];

const CHECKS: Readonly<Record<string, (subject: Subject, root: Field) => void>> = {
  "PriorityClass.scheduling.k8s.io": checkPriority,
  "StorageClass.storage.k8s.io": checkStorage,
  "VolumeAttributesClass.storage.k8s.io": checkAttributes,
  "IngressClass.networking.k8s.io": checkIngress,
  "RuntimeClass.node.k8s.io": checkRuntime,
};

/** Source: kubernetes pkg/apis/scheduling/validation, storage/validation, networking/validation and node/validation. */
export const rule: Rule = {
  name: "kubernetes/class",
  severity: "error",
  summary: "A class of priorities, storage, volumes, Ingresses or runtimes has known settings",
  scope: "file",
  check: checkEach(Object.keys(CHECKS), (subject) =>
    CHECKS[groupKindOf(subject.resource.id)]!(subject, { path: [], value: subject.resource.data }),
  ),
};

function checkPriority(subject: Subject, root: Field): void {
  checkChoice(subject, get(root, "preemptionPolicy"), ["PreemptLowerPriority", "Never"]);
  const name = get(subject.metadata, "name");
  const given = word(name) ?? "";
  if (given.startsWith("system-") && !SYSTEM_CLASSES.includes(given))
    subject.report(name, `name "${given}" starts with system-, which Kubernetes keeps for itself`);
  const value = get(root, "value");
  if ((number(value) ?? 0) > HIGHEST_PRIORITY && !given.startsWith("system-"))
    subject.report(value, `value is ${number(value)}; it must be at most ${HIGHEST_PRIORITY}`);
}

function checkStorage(subject: Subject, root: Field): void {
  checkDriver(subject, get(root, "provisioner"));
  checkParameters(subject, get(root, "parameters"));
  checkChoice(subject, get(root, "reclaimPolicy"), ["Delete", "Retain"]);
  checkChoice(subject, get(root, "volumeBindingMode"), ["Immediate", "WaitForFirstConsumer"]);
  for (const term of mappingsIn(get(root, "allowedTopologies"))) {
    const expressions = mappingsIn(get(term, "matchLabelExpressions"));
    const keys = expressions.map((expression) => get(expression, "key"));
    checkFilled(subject, ...keys);
    checkUnique(subject, keys, "key");
    for (const key of keys) checkName(subject, key, qualifiedNameFault);
    for (const values of expressions.map((expression) => get(expression, "values"))) {
      if (Array.isArray(values.value) && !isFilled(values))
        subject.report(values, "values of a topology must not be empty", { part: "key" });
      checkUnique(subject, items(values), "value");
    }
  }
}

function checkAttributes(subject: Subject, root: Field): void {
  checkDriver(subject, get(root, "driverName"));
  const parameters = get(root, "parameters");
  checkParameters(subject, parameters);
  if (!isFilled(parameters) && (isObject(parameters) || !isSet(parameters)))
    subject.report(parameters, "a VolumeAttributesClass needs parameters", { part: "key" });
}

function checkDriver(subject: Subject, driver: Field): void {
  checkFilled(subject, driver);
  checkName(subject, driver, (name) => qualifiedNameFault(name.toLowerCase()));
}

function checkParameters(subject: Subject, parameters: Field): void {
  for (const { key, field } of entries(parameters))
    if (key === "") subject.report(field, "a parameter has no name", { part: "key" });
}

function checkRuntime(subject: Subject, root: Field): void {
  checkFilled(subject, get(root, "handler"));
  checkName(subject, get(root, "handler"), labelFault);
  for (const { key, field } of entries(get(root, "overhead", "podFixed"))) {
    checkResource(subject, key, field);
    checkAmount(subject, key, field);
  }
  checkLabels(subject, get(root, "scheduling", "nodeSelector"));
  checkTolerations(subject, get(root, "scheduling", "tolerations"));
}

function checkIngress(subject: Subject): void {
  const controller = get(subject.spec, "controller");
  if (!isSet(subject.spec) || typeof controller.value === "string" || !isSet(controller))
    checkPresent(
      subject,
      controller,
      "an IngressClass needs spec.controller, such as example.com/ingress",
    );
  checkName(subject, controller, (name) => {
    const [domain = "", ...path] = name.split("/");
    const right = path.join("/") !== "" && subdomainFault(domain) === undefined;
    return right ? undefined : "must be a domain and a path, such as example.com/ingress";
  });
  checkIngressParameters(subject, get(subject.spec, "parameters"));
}

function checkIngressParameters(subject: Subject, parameters: Field): void {
  const group = get(parameters, "apiGroup");
  if (group.value === "")
    subject.report(group, "apiGroup must not be empty; leave it out for kinds of the core group");
  checkName(subject, group, subdomainFault);
  for (const key of ["kind", "name"]) {
    checkFilled(subject, get(parameters, key));
    checkName(subject, get(parameters, key), segmentFault);
  }
  const scope = get(parameters, "scope");
  const namespace = get(parameters, "namespace");
  checkChoice(subject, scope, ["Cluster", "Namespace"]);
  if (!isObject(parameters) || (isSet(scope) && word(scope) === undefined)) return;
  if (scope.value === "Namespace") {
    checkPresent(subject, namespace, "parameters of scope Namespace need a namespace");
    checkName(subject, namespace, labelFault);
  } else if (isSet(namespace))
    subject.report(namespace, "namespace needs scope: Namespace", { part: "key" });
}
