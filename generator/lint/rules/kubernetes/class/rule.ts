import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { qualifiedNameFault, subdomainFault } from "../../../../schema/names.ts";
import { type Field, get, isSet, number } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkChoice, checkName, checkPresent, word } from "../checks.ts";

const HIGHEST_PRIORITY = 1_000_000_000;
const SYSTEM_CLASSES = ["system-node-critical", "system-cluster-critical"];

/** Source: kubernetes pkg/apis/scheduling/validation, storage/validation and networking/validation. */
export const rule: Rule = {
  name: "kubernetes/class",
  severity: "error",
  summary: "A PriorityClass, StorageClass or IngressClass has known settings",
  scope: "file",
  check: checkEach(
    [
      "PriorityClass.scheduling.k8s.io",
      "StorageClass.storage.k8s.io",
      "IngressClass.networking.k8s.io",
    ],
    (subject) => {
      const root: Field = { path: [], value: subject.resource.data };
      const kind = groupKindOf(subject.resource.id).replace(/\..*/, "");
      if (kind === "PriorityClass") checkPriority(subject, root);
      else if (kind === "StorageClass") checkStorage(subject, root);
      else checkController(subject);
    },
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
  checkName(subject, get(root, "provisioner"), (name) => qualifiedNameFault(name.toLowerCase()));
  checkChoice(subject, get(root, "reclaimPolicy"), ["Delete", "Retain"]);
  checkChoice(subject, get(root, "volumeBindingMode"), ["Immediate", "WaitForFirstConsumer"]);
}

function checkController(subject: Subject): void {
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
}
