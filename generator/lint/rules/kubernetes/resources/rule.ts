import { asText, isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { labelFault, subdomainFault } from "../../../../schema/names.ts";
import { compareQuantities } from "../../../../schema/quantity.ts";
import { entries, type Field, get, isSet, items } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import {
  checkFilled,
  checkName,
  checkOneOf,
  checkUnique,
  mappingsIn,
  quantity,
  word,
} from "../checks.ts";
import { checkContainers, checkPods } from "../pods.ts";
import { checkAmount, checkResource, isHugePage, isNative } from "../amounts.ts";

/** Source: ValidateContainerResourceRequirements of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/resources",
  severity: "error",
  summary: "Requests and limits name resources that exist, and no request exceeds its limit",
  scope: "file",
  check(context) {
    checkEach(context);
    checkWhole(context);
  },
};

const checkEach = checkContainers(({ field }, { subject, spec }) => {
  const resources = get(field, "resources");
  for (const { key, field: amount } of amountsOf(resources)) {
    checkResource(subject, key, amount);
    checkAmount(subject, key, amount);
  }
  checkRequests(subject, resources);
  checkHugePages(subject, resources);
  checkClaimNames(subject, resources, spec);
});

/** Looks at what the Pod asks for as a whole. */
const checkWhole = checkPods(({ spec, subject }) => {
  const resources = get(spec, "resources");
  for (const { key, field: amount } of amountsOf(resources)) {
    if (!key.includes("${") && !isHugePage(key) && !["cpu", "memory"].includes(key))
      subject.report(
        amount,
        `a Pod has cpu, memory and hugepages-<size> as a whole, not "${key}"`,
        { part: "key" },
      );
    checkAmount(subject, key, amount);
  }
  checkRequests(subject, resources);
  checkHugePages(subject, resources);
  const claims = get(resources, "claims");
  if (isSet(claims))
    subject.report(claims, "claims belong to containers, not to the Pod", { part: "key" });
  checkParts(subject, spec);
  for (const { key, field: amount } of namedIn(get(spec, "overhead"))) {
    checkResource(subject, key, amount);
    checkAmount(subject, key, amount);
  }
  checkClaims(subject, mappingsIn(get(spec, "resourceClaims")));
});

/** The limits of each container must fit into those of the Pod. */
function checkParts(subject: Subject, spec: Field): void {
  const containers = mappingsIn(get(spec, "containers"));
  for (const { key, field: whole } of namedIn(get(spec, "resources", "limits"))) {
    const most = quantity(whole);
    for (const container of containers) {
      const limit = get(container, "resources", "limits", key);
      const own = quantity(limit);
      if (own !== undefined && most !== undefined && compareQuantities(own, most) > 0)
        subject.report(
          limit,
          `the limit for ${key}, ${asText(limit.value)}, exceeds that of the Pod, ${asText(whole.value)}`,
        );
    }
  }
}

/** Each claim has a name of its own and says which ResourceClaim it is, or from which template it is made. */
function checkClaims(subject: Subject, claims: readonly Field[]): void {
  const names = claims.map((claim) => get(claim, "name"));
  checkFilled(subject, ...names);
  checkUnique(subject, names, "claim");
  for (const name of names) checkName(subject, name, labelFault);
  for (const claim of claims) {
    const sources = ["resourceClaimName", "resourceClaimTemplateName"].map((key) =>
      get(claim, key),
    );
    if (checkOneOf(subject, sources, "the claim").length === 0)
      subject.report(claim, "the claim needs resourceClaimName or resourceClaimTemplateName");
    for (const source of sources) {
      checkFilled(subject, source);
      checkName(subject, source, subdomainFault);
    }
  }
}

/** @returns the amounts of limits and requests */
function amountsOf(resources: Field): { key: string; field: Field }[] {
  return ["limits", "requests"].flatMap((side) => namedIn(get(resources, side)));
}

/** @returns the entries of a mapping; null is an amount of zero */
function namedIn(amounts: Field): { key: string; field: Field }[] {
  if (!isMapping(amounts.value)) return [];
  return Object.keys(amounts.value).map((key) => ({ key, field: get(amounts, key) }));
}

function checkRequests(subject: Subject, resources: Field): void {
  const limits = get(resources, "limits");
  for (const { key, field: request } of entries(get(resources, "requests")))
    checkRequest(subject, key, request, get(limits, key));
}

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
  const names = amountsOf(resources).map(({ key }) => key);
  if (names.some(isHugePage) && !names.includes("cpu") && !names.includes("memory"))
    subject.report(resources, "huge pages need cpu or memory beside them", { part: "key" });
}

function checkClaimNames(subject: Subject, resources: Field, spec: Field): void {
  const known = items(get(spec, "resourceClaims")).map((claim) => word(get(claim, "name")));
  for (const claim of items(get(resources, "claims"))) {
    const name = get(claim, "name");
    const given = word(name);
    if (given === undefined || known.includes(undefined) || known.includes(given)) continue;
    subject.report(name, `the Pod has no resourceClaim "${given}"`);
  }
}
