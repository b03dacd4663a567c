import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import {
  qualifiedNameFault,
  segmentFault,
  serviceLabelFault,
  subdomainFault,
} from "../../../../schema/names.ts";
import { type Field, get, isBlank, isFilled, isSet, items } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkPresent,
  checkUnique,
  mappingsIn,
  textsIn,
  word,
} from "../checks.ts";
import { checkLabelSelector } from "../selectors.ts";
import { checkConditions, checkExpression, checkOperations } from "../webhooks.ts";

const CHECKS: Readonly<Record<string, (subject: Subject) => void>> = {
  "ValidatingAdmissionPolicy.admissionregistration.k8s.io": checkValidatingPolicy,
  "ValidatingAdmissionPolicyBinding.admissionregistration.k8s.io"(subject) {
    checkBinding(subject);
    checkActions(subject, get(subject.spec, "validationActions"));
  },
  "MutatingAdmissionPolicy.admissionregistration.k8s.io": checkMutatingPolicy,
  "MutatingAdmissionPolicyBinding.admissionregistration.k8s.io"(subject) {
    checkBinding(subject);
    checkMutable(subject, get(subject.spec, "matchResources"));
  },
};
const REASONS = ["Unauthorized", "Forbidden", "Invalid", "RequestEntityTooLarge"];

/** Source: kubernetes pkg/apis/admissionregistration/validation. */
export const rule: Rule = {
  name: "kubernetes/admission-policy",
  severity: "error",
  summary:
    "An admission policy says what it matches and checks or changes, and its binding what follows",
  scope: "file",
  check: checkEach(Object.keys(CHECKS), (subject) => {
    if (isSet(subject.spec)) CHECKS[groupKindOf(subject.resource.id)]!(subject);
    else subject.report(subject.spec, "spec is missing", { part: "key" });
  }),
};

function checkValidatingPolicy(subject: Subject): void {
  const { spec } = subject;
  checkPolicy(subject);
  if (!isFilled(get(spec, "validations")) && !isFilled(get(spec, "auditAnnotations")))
    subject.report(spec, "the policy checks nothing; write validations or auditAnnotations", {
      part: "key",
    });
  for (const validation of mappingsIn(get(spec, "validations")))
    checkValidation(subject, validation);
  checkAudit(subject, mappingsIn(get(spec, "auditAnnotations")));
}

function checkMutatingPolicy(subject: Subject): void {
  const { spec } = subject;
  checkPolicy(subject);
  checkMutable(subject, get(spec, "matchConstraints"));
  const mutations = get(spec, "mutations");
  if (!isFilled(mutations))
    subject.report(mutations, "the policy changes nothing; write mutations", { part: "key" });
  for (const mutation of mappingsIn(mutations)) checkMutation(subject, mutation);
  const policy = get(spec, "reinvocationPolicy");
  checkPresent(subject, policy, "the policy needs reinvocationPolicy, Never or IfNeeded");
  if (policy.value !== "") checkChoice(subject, policy, ["Never", "IfNeeded"]);
}

/** Each type of patch has a field of its own. */
function checkMutation(subject: Subject, mutation: Field): void {
  const type = get(mutation, "patchType");
  const patches = { ApplyConfiguration: "applyConfiguration", JSONPatch: "jsonPatch" };
  checkFilled(subject, type);
  checkChoice(subject, type, Object.keys(patches));
  for (const [of, key] of Object.entries(patches)) {
    const patch = get(mutation, key);
    if (type.value === of && !isSet(patch))
      subject.report(mutation, `a mutation of type ${of} needs ${key}`);
    if (word(type) && type.value !== of && isSet(patch))
      subject.report(patch, `${key} is for patchType: ${of}`, { part: "key" });
  }
}

/** What is deleted keeps its form. */
function checkMutable(subject: Subject, matches: Field): void {
  for (const operations of mappingsIn(get(matches, "resourceRules")))
    for (const operation of textsIn(get(operations, "operations")))
      if (operation.value === "DELETE")
        subject.report(
          operation,
          "what is deleted cannot be mutated; write CREATE, UPDATE or CONNECT",
        );
}

function checkPolicy(subject: Subject): void {
  const { spec } = subject;
  const constraints = get(spec, "matchConstraints");
  if (!isFilled(get(constraints, "resourceRules")))
    subject.report(
      constraints,
      "the policy matches nothing; write matchConstraints.resourceRules",
      {
        part: "key",
      },
    );
  checkMatches(subject, constraints);
  checkChoice(subject, get(spec, "failurePolicy"), ["Fail", "Ignore"]);
  for (const variable of mappingsIn(get(spec, "variables"))) checkVariable(subject, variable);
  checkConditions(subject, get(spec, "matchConditions"));
  checkParamKind(subject, get(spec, "paramKind"));
}

function checkMatches(subject: Subject, matches: Field): void {
  checkChoice(subject, get(matches, "matchPolicy"), ["Exact", "Equivalent"]);
  for (const key of ["namespaceSelector", "objectSelector"])
    checkLabelSelector(subject, get(matches, key));
  for (const key of ["resourceRules", "excludeResourceRules"]) {
    for (const operations of mappingsIn(get(matches, key))) {
      checkOperations(subject, operations);
      checkUnique(subject, items(get(operations, "resourceNames")), "resource name");
    }
  }
}

function checkValidation(subject: Subject, validation: Field): void {
  checkExpression(subject, get(validation, "expression"));
  const expression = get(validation, "messageExpression");
  if (expression.value !== "") checkExpression(subject, expression);
  const message = get(validation, "message");
  const text = word(message) ?? "";
  if (text !== "" && text.trim() === "") subject.report(message, "message must not be blank");
  else if (/[\r\n]/.test(text.trim())) subject.report(message, "message must be one line");
  checkFilled(subject, get(validation, "reason"));
  checkChoice(subject, get(validation, "reason"), REASONS);
}

function checkVariable(subject: Subject, variable: Field): void {
  const name = get(variable, "name");
  checkFilled(subject, name);
  checkName(subject, name, (text) =>
    /^[A-Za-z_]\w*$/.test(text)
      ? undefined
      : "must be a name that expressions can use, such as total",
  );
  checkExpression(subject, get(variable, "expression"));
}

function checkAudit(subject: Subject, annotations: readonly Field[]): void {
  for (const annotation of annotations) {
    const key = get(annotation, "key");
    checkFilled(subject, key);
    checkName(subject, key, (text) => qualifiedNameFault(`policy/${text}`));
    checkExpression(subject, get(annotation, "valueExpression"));
  }
  checkUnique(
    subject,
    annotations.map((annotation) => get(annotation, "key")),
    "annotation",
  );
}

function checkParamKind(subject: Subject, kind: Field): void {
  if (!isSet(kind)) return;
  for (const key of ["apiVersion", "kind"])
    checkPresent(subject, get(kind, key), `paramKind needs ${key}`);
  checkName(subject, get(kind, "apiVersion"), (text) => {
    const version = text.slice(text.indexOf("/") + 1);
    const group = text.includes("/") ? text.slice(0, text.indexOf("/")) : undefined;
    return serviceLabelFault(version) ?? (group ? subdomainFault(group) : undefined);
  });
  checkName(subject, get(kind, "kind"), (text) => serviceLabelFault(text.toLowerCase()));
}

function checkBinding(subject: Subject): void {
  const { spec } = subject;
  checkPresent(subject, get(spec, "policyName"), "the binding names no policy; write policyName");
  checkName(subject, get(spec, "policyName"), subdomainFault);
  checkMatches(subject, get(spec, "matchResources"));
  const reference = get(spec, "paramRef");
  if (!isSet(reference)) return;
  const name = get(reference, "name");
  const isNamed = !isBlank(name);
  const selector = get(reference, "selector");
  checkName(subject, name, segmentFault);
  if (isNamed && isSet(selector))
    subject.report(selector, "paramRef has a name already; keep one of the two", { part: "key" });
  else if (!isNamed && !isSet(selector))
    subject.report(reference, "paramRef needs name or selector", { part: "key" });
  checkLabelSelector(subject, selector);
  const action = get(reference, "parameterNotFoundAction");
  checkPresent(subject, action, "paramRef needs parameterNotFoundAction, Deny or Allow");
  checkChoice(subject, action, ["Deny", "Allow"]);
}

function checkActions(subject: Subject, actions: Field): void {
  const given = textsIn(actions);
  if (!isFilled(actions))
    subject.report(actions, "the binding does nothing; write validationActions, such as [Deny]", {
      part: "key",
    });
  for (const action of given) checkChoice(subject, action, ["Deny", "Warn", "Audit"]);
  checkUnique(subject, given, "action");
  const values = given.map(({ value }) => value);
  if (values.includes("Deny") && values.includes("Warn"))
    subject.report(actions, "Deny and Warn exclude each other; what is denied needs no warning");
}
