import { groupKindOf } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { labelFault, subdomainFault } from "../../../../schema/names.ts";
import { type Field, get, isFilled, isSet, items, number } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkOneOf,
  checkPresent,
  checkUnique,
  mappingsIn,
  word,
} from "../checks.ts";
import { driverFault } from "../volume-drivers.ts";

/** Where each kind says which devices it is about. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  "ResourceClaim.resource.k8s.io": ["devices"],
  "ResourceClaimTemplate.resource.k8s.io": ["spec", "devices"],
  "DeviceClass.resource.k8s.io": [],
};
/** In these every request has the same form; older ones lay it out otherwise. */
const VERSIONS = ["resource.k8s.io/v1", "resource.k8s.io/v1beta2"];

/** Source: validateDeviceClaim and ValidateDeviceClass of kubernetes pkg/apis/resource/validation. */
export const rule: Rule = {
  name: "kubernetes/device-claim",
  severity: "error",
  summary:
    "A claim asks for devices of a class, and its constraints and settings name its requests",
  scope: "file",
  check: checkEach(Object.keys(PLACES), (subject) => {
    const { id } = subject.resource;
    if (!VERSIONS.includes(id.apiVersion)) return;
    const devices = get(subject.spec, ...PLACES[groupKindOf(id)]!);
    checkSelectors(subject, devices);
    checkConfigurations(subject, devices);
    checkRequests(subject, mappingsIn(get(devices, "requests")));
    checkReferences(subject, devices);
  }),
};

function checkRequests(subject: Subject, requests: readonly Field[]): void {
  checkNames(subject, requests);
  for (const request of requests) {
    const alternatives = get(request, "firstAvailable");
    const forms = [get(request, "exactly"), ...(isFilled(alternatives) ? [alternatives] : [])];
    if (checkOneOf(subject, forms, "the request").length === 0)
      subject.report(request, "the request needs exactly or firstAvailable");
    const one = get(request, "exactly");
    if (isSet(one)) checkRequest(subject, one);
    checkNames(subject, mappingsIn(alternatives));
    for (const alternative of mappingsIn(alternatives)) checkRequest(subject, alternative);
  }
}

function checkNames(subject: Subject, requests: readonly Field[]): void {
  const names = requests.map((request) => get(request, "name"));
  checkFilled(subject, ...names);
  for (const name of names) checkName(subject, name, labelFault);
  checkUnique(subject, names, "request");
}

function checkRequest(subject: Subject, request: Field): void {
  const name = get(request, "deviceClassName");
  checkPresent(subject, name, "the request names no class of devices; write deviceClassName");
  checkName(subject, name, subdomainFault);
  checkSelectors(subject, request);
  const mode = get(request, "allocationMode");
  const count = get(request, "count");
  checkChoice(subject, mode, ["ExactCount", "All"]);
  if (mode.value === "All" && (number(count) ?? 0) !== 0)
    subject.report(count, "allocationMode All takes every device; remove count", { part: "key" });
  else if ((number(count) ?? 1) < 0)
    subject.report(count, `count is ${number(count)}; it must be at least 1`);
}

function checkSelectors(subject: Subject, place: Field): void {
  for (const selector of mappingsIn(get(place, "selectors")))
    if (!isSet(get(selector, "cel"))) subject.report(selector, "the selector needs cel.expression");
}

function checkConfigurations(subject: Subject, place: Field): void {
  for (const settings of mappingsIn(get(place, "config"))) {
    const opaque = get(settings, "opaque");
    if (!isSet(opaque)) subject.report(settings, "the settings need opaque, with their driver");
    checkFilled(subject, get(opaque, "driver"));
    checkName(subject, get(opaque, "driver"), driverFault);
  }
}

/** Constraints and settings name requests, or one of the alternatives of a request after a slash. */
function checkReferences(subject: Subject, devices: Field): void {
  const requests = mappingsIn(get(devices, "requests"));
  const known = requests.flatMap((request) => {
    const own = word(get(request, "name"));
    const inner = mappingsIn(get(request, "firstAvailable")).map((each) => get(each, "name"));
    return [own, ...inner.map((name) => (word(name) && own ? `${own}/${word(name)}` : undefined))];
  });
  if (known.includes(undefined)) return;
  for (const user of ["constraints", "config"].flatMap((key) => mappingsIn(get(devices, key)))) {
    const named = items(get(user, "requests"));
    checkUnique(subject, named, "request");
    for (const name of named)
      if (word(name) !== undefined && !known.includes(word(name)))
        subject.report(name, `the claim has no request "${word(name)}"`);
  }
  for (const constraint of mappingsIn(get(devices, "constraints"))) {
    const attributes = ["matchAttribute", "distinctAttribute"].map((key) => get(constraint, key));
    if (!attributes.some(isSet)) subject.report(constraint, "the constraint needs matchAttribute");
    for (const attribute of attributes)
      checkName(subject, attribute, (name) =>
        name.includes("/") ? undefined : "needs a domain, as in example.com/numa",
      );
  }
}
