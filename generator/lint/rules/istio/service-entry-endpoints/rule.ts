import type { Rule } from "../../../../core/rule.ts";
import { isUnix } from "../addresses.ts";
import {
  entries,
  get,
  isBlank,
  isFilled,
  isSet,
  items,
  text,
  texts,
  type Field,
} from "../../field.ts";
import { SERVICE_ENTRY } from "../kinds.ts";
import { checkLabels } from "../label-checks.ts";
import { isDns, resolutionOf } from "../service-entry.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkEndpoint, checkEndpointAddress } from "../workload-entry.ts";

/** Source: ValidateServiceEntry and validateWorkloadEntry of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/service-entry-endpoints",
  severity: "error",
  summary:
    "The endpoints of a ServiceEntry have addresses that fit its resolution, and ports that it declares",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SERVICE_ENTRY], (subject) => {
    const { spec } = subject;
    const resolution = resolutionOf(spec);
    if (resolution === "NONE" && isSet(get(spec, "workloadSelector"))) {
      subject.warn(
        get(spec, "workloadSelector"),
        "workloadSelector has no effect with resolution NONE, which asks for no endpoints; use STATIC or DNS",
        {
          part: "key",
        },
      );
    }
    if (resolution !== "STATIC" && !isDns(resolution)) return;
    for (const endpoint of items(get(spec, "endpoints"))) {
      if (resolution === "STATIC") checkStatic(subject, endpoint);
      else checkDns(subject, endpoint);
      checkPorts(subject, endpoint);
    }
  }),
};

function checkStatic(subject: Subject, endpoint: Field): void {
  checkEndpoint(subject, endpoint, false);
  const address = get(endpoint, "address");
  const count = items(get(subject.spec, "ports")).length;
  if (typeof address.value === "string" && isUnix(address.value) && count !== 1) {
    subject.fail(address, `a socket serves one port, and the ServiceEntry has ${count}`);
  }
}

function checkDns(subject: Subject, endpoint: Field): void {
  const address = get(endpoint, "address");
  if (!isBlank(address)) checkEndpointAddress(subject, address, true);
  else if (!isBlank(get(endpoint, "network")))
    subject.fail(endpoint, "an endpoint that DNS finds needs an address");
  checkLabels(subject, get(endpoint, "labels"), "endpoint label");
}

function checkPorts(subject: Subject, endpoint: Field): void {
  const declared = items(get(subject.spec, "ports")).map((port) => get(port, "name"));
  if (declared.some((name) => typeof name.value === "string" && text(name) === undefined)) return;
  const names = texts({ path: [], value: declared.map((name) => name.value) }).map(
    ({ value }) => value,
  );
  for (const { key, field } of entries(get(endpoint, "ports"))) {
    if (names.includes(key)) continue;
    const known = isFilled(get(subject.spec, "ports"))
      ? `its ports are ${names.join(", ")}`
      : "it has none";
    subject.fail(field, `port "${key}" is not declared by the ServiceEntry; ${known}`, {
      part: "key",
    });
  }
}
