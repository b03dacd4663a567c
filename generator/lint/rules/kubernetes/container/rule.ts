import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { labelFault } from "../../../../schema/names.ts";
import { type Field, get, isSet } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { checkChoice, checkFilled, checkName, checkUnique, mappingsIn, word } from "../checks.ts";
import { checkPods, checkWithoutPod, type Container, containersIn, type Pod } from "../pods.ts";

/** Source: validateContainers, validateInitContainers and validateContainerCommon of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/container",
  severity: "error",
  summary: "A container has a name of its own, an image and known policies",
  scope: "file",
  check(context) {
    checkEmpty(context);
    checkAll(context);
  },
};

const checkEmpty = checkWithoutPod((subject, missing) =>
  subject.report(
    missing,
    `there is no ${asText(missing.path.at(-1))}, so there are no containers`,
    { part: "key" },
  ),
);

const checkAll = checkPods((pod) => {
  const containers = containersIn(pod.spec);
  for (const container of containers) checkContainer(container, pod);
  checkUnique(
    pod.subject,
    containers.map(({ field }) => get(field, "name")),
    "container",
  );
  const list = get(pod.spec, "containers");
  if (Array.isArray(list.value) && list.value.length === 0)
    pod.subject.report(list, "a Pod has at least one container", { part: "key" });
});

function checkContainer({ field, list, lasting }: Container, { subject, kind }: Pod): void {
  const name = get(field, "name");
  const image = get(field, "image");
  checkFilled(subject, name, image);
  checkName(subject, name, labelFault);
  if (!isSet(image)) subject.report(field, `container ${describe(name)} has no image`);
  const given = word(image);
  if (kind === "Pod" && given !== undefined && given !== given.trim())
    subject.report(image, "image must not begin or end with whitespace");
  checkChoice(subject, get(field, "imagePullPolicy"), ["Always", "IfNotPresent", "Never"]);
  checkChoice(subject, get(field, "terminationMessagePolicy"), ["File", "FallbackToLogsOnError"]);
  for (const policy of mappingsIn(get(field, "resizePolicy")))
    checkChoice(subject, get(policy, "resourceName"), ["cpu", "memory"]);
  if (list === "ephemeralContainers") return;
  checkRestart(subject, field);
  if (!lasting) checkInit(subject, field);
}

function checkRestart(subject: Subject, field: Field): void {
  const policy = get(field, "restartPolicy");
  const rules = mappingsIn(get(field, "restartPolicyRules"));
  checkFilled(subject, policy);
  checkChoice(subject, policy, ["Always", "Never", "OnFailure"]);
  if (rules.length > 0 && !isSet(policy))
    subject.report(
      get(field, "restartPolicyRules"),
      "restartPolicyRules need restartPolicy beside them",
      { part: "key" },
    );
  for (const rule of rules) {
    const codes = get(rule, "exitCodes");
    checkFilled(subject, get(rule, "action"), get(codes, "operator"));
    checkChoice(subject, get(rule, "action"), ["Restart", "RestartAllContainers"]);
    checkChoice(subject, get(codes, "operator"), ["In", "NotIn"]);
    if (!isSet(codes)) subject.report(rule, "a restart rule needs exitCodes");
  }
}

function checkInit(subject: Subject, field: Field): void {
  for (const key of ["lifecycle", "livenessProbe", "readinessProbe", "startupProbe"]) {
    const extra = get(field, key);
    if (!isSet(extra)) continue;
    const message = `an init container has no ${key}, unless it stays: restartPolicy: Always`;
    subject.report(extra, message, { part: "key" });
  }
}

function describe(name: Field): string {
  return typeof name.value === "string" && name.value !== "" ? `"${name.value}"` : "without a name";
}
