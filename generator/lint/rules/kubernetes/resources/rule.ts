import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { compareQuantities } from "../../../../schema/quantity.ts";
import { entries, type Field, get, isSet, items } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { quantity, word } from "../checks.ts";
import { checkContainers } from "../pods.ts";
import { checkAmount, checkResource, isHugePage, isNative } from "../amounts.ts";

/** Source: ValidateContainerResourceRequirements of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/resources",
  severity: "error",
  summary: "Requests and limits name resources that exist, and no request exceeds its limit",
  scope: "file",
  check: checkContainers(({ field }, { subject, spec }) => {
    const resources = get(field, "resources");
    const limits = get(resources, "limits");
    const requests = get(resources, "requests");
    for (const { key, field: amount } of [...entries(limits), ...entries(requests)]) {
      checkResource(subject, key, amount);
      checkAmount(subject, key, amount);
    }
    for (const { key, field: request } of entries(requests))
      checkRequest(subject, key, request, get(limits, key));
    checkHugePages(subject, resources);
    checkClaims(subject, resources, spec);
  }),
};

function checkRequest(subject: Subject, name: string, request: Field, limit: Field): void {
  const asked = quantity(request);
  const most = quantity(limit);
  const fixed = !isNative(name) || isHugePage(name);
  if (fixed && !isSet(limit)) {
    subject.report(
      request,
      `resource "${name}" cannot be shared, so it needs a limit that equals the request`,
    );
    return;
  }
  if (asked === undefined || most === undefined) return;
  const order = compareQuantities(asked, most);
  if (fixed && order !== 0)
    subject.report(
      request,
      `the request ${asText(request.value)} of "${name}" must equal its limit, ${asText(limit.value)}`,
    );
  else if (order > 0)
    subject.report(
      request,
      `the request for ${name}, ${asText(request.value)}, exceeds its limit, ${asText(limit.value)}`,
    );
}

function checkHugePages(subject: Subject, resources: Field): void {
  const names = [...entries(get(resources, "limits")), ...entries(get(resources, "requests"))].map(
    ({ key }) => key,
  );
  if (names.some(isHugePage) && !names.includes("cpu") && !names.includes("memory"))
    subject.report(resources, "huge pages need cpu or memory beside them", { part: "key" });
}

function checkClaims(subject: Subject, resources: Field, spec: Field): void {
  const known = items(get(spec, "resourceClaims")).map((claim) => word(get(claim, "name")));
  for (const claim of items(get(resources, "claims"))) {
    const name = get(claim, "name");
    const given = word(name);
    if (given === undefined || known.includes(undefined) || known.includes(given)) continue;
    subject.report(name, `the Pod has no resourceClaim "${given}"`);
  }
}
