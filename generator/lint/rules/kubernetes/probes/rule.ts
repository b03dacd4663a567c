import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, isSet, items, number } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { checkChoice, checkName, checkOneOf, checkPort, checkRange, isObject } from "../checks.ts";
import { checkContainers } from "../pods.ts";

const PROBES = ["livenessProbe", "readinessProbe", "startupProbe"];
const COUNTS = [
  "initialDelaySeconds",
  "timeoutSeconds",
  "periodSeconds",
  "successThreshold",
  "failureThreshold",
];
const DEFAULT_GRACE = 30;

/** Source: validateProbe, validateHandler and validateLifecycle of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/probes",
  severity: "error",
  summary: "A probe or lifecycle hook has one action and sensible counts",
  scope: "file",
  check: checkContainers(({ field, lasting }, { subject, spec }) => {
    if (!lasting) return;
    for (const key of PROBES) {
      const probe = get(field, key);
      if (isObject(probe)) checkProbe(subject, probe, key);
    }
    const given = number(get(spec, "terminationGracePeriodSeconds")) ?? DEFAULT_GRACE;
    const grace = given < 0 ? 1 : given; // as the API server defaults it
    for (const key of ["postStart", "preStop"]) {
      const hook = get(field, "lifecycle", key);
      if (!isObject(hook)) continue;
      checkActions(subject, hook, ["exec", "httpGet", "tcpSocket", "sleep"]);
      const sleep = get(hook, "sleep", "seconds");
      const seconds = number(sleep) ?? 0;
      if (seconds < 0 || (isSet(sleep) && seconds > grace))
        subject.report(
          sleep,
          `seconds is ${seconds}; it must be from 0 to terminationGracePeriodSeconds, ${grace}`,
        );
    }
  }),
};

function checkProbe(subject: Subject, probe: Field, key: string): void {
  checkActions(subject, probe, ["exec", "httpGet", "tcpSocket", "grpc"]);
  for (const count of COUNTS) checkRange(subject, get(probe, count), 0);
  const success = get(probe, "successThreshold");
  const given = number(success);
  if (key !== "readinessProbe" && given !== undefined && given > 1)
    subject.report(success, `successThreshold is ${given}; it must be 1 for a ${key}`);
  const grace = get(probe, "terminationGracePeriodSeconds");
  if (key === "readinessProbe" && isSet(grace))
    subject.report(
      grace,
      "a readinessProbe has no terminationGracePeriodSeconds: it never ends the Pod",
      { part: "key" },
    );
  else checkRange(subject, grace, 1);
}

function checkActions(subject: Subject, handler: Field, actions: readonly string[]): void {
  const name = asText(handler.path.at(-1));
  const given = checkOneOf(
    subject,
    actions.map((key) => get(handler, key)),
    name,
  );
  if (given.length === 0)
    subject.report(handler, `${name} does nothing; it needs one of ${actions.join(", ")}`, {
      part: "key",
    });
  const [action] = given;
  const kind = action?.path.at(-1);
  if (action === undefined) return;
  const command = get(action, "command");
  const idle = !isSet(command) || (Array.isArray(command.value) && command.value.length === 0);
  if (kind === "exec" && idle) subject.report(action, "exec has no command", { part: "key" });
  if (kind === "tcpSocket") checkPort(subject, get(action, "port"));
  if (kind === "grpc") checkRange(subject, get(action, "port"), 1, 65_535);
  if (kind === "httpGet") checkRequest(subject, action);
}

function checkRequest(subject: Subject, request: Field): void {
  checkPort(subject, get(request, "port"));
  checkChoice(subject, get(request, "scheme"), ["HTTP", "HTTPS"]);
  for (const header of items(get(request, "httpHeaders")))
    checkName(subject, get(header, "name"), headerFault);
}

function headerFault(name: string): string | undefined {
  return /^[-A-Za-z0-9]+$/.test(name) ? undefined : "must consist of letters, digits and '-'";
}
