import type { Rule } from "../../../../core/rule.ts";
import { get, hasAny, isFilled, isSet, items, text, type Field } from "../../field.ts";
import { WORKLOAD_GROUP } from "../kinds.ts";
import { checkLabels } from "../label-checks.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: ValidateWorkloadGroup and validateReadinessProbe of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/workload-group",
  severity: "error",
  summary: "A WorkloadGroup has labels that workloads can carry and a probe that probes",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([WORKLOAD_GROUP], (subject) => {
    checkLabels(subject, get(subject.spec, "metadata", "labels"), "label");
    const probe = get(subject.spec, "probe");
    if (isSet(probe)) checkProbe(subject, probe);
  }),
};

function checkProbe(subject: Subject, probe: Field): void {
  if (hasAny(probe, "grpc")) {
    subject.fail(
      get(probe, "grpc"),
      "istiod's webhook refuses grpc probes; use httpGet, tcpSocket or exec",
      { part: "key" },
    );
  } else if (!hasAny(probe, "httpGet", "tcpSocket", "exec")) {
    subject.fail(probe, "the probe needs httpGet, tcpSocket or exec", { part: "key" });
  }
  for (const header of items(get(probe, "httpGet", "httpHeaders"))) {
    const name = get(header, "name");
    const value = text(name) ?? (isSet(name) ? undefined : "");
    if (value === undefined || /^[-A-Za-z0-9]+$/.test(value)) continue;
    subject.fail(
      isSet(name) ? name : header,
      `"${value}" is not the name of a probe's header: letters, digits and dashes`,
    );
  }
  const command = get(probe, "exec", "command");
  if (Array.isArray(command.value) && !isFilled(command))
    subject.fail(command, "exec needs a command");
}
