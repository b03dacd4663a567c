import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { parseIp } from "../../../../core/ip.ts";
import { labelFault, segmentFault, subdomainFault } from "../../../../schema/names.ts";
import { type Field, get, isBlank, isSet, number } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkOneOf,
  checkRange,
  isObject,
  mappingsIn,
  portNameFault,
  textsIn,
  word,
} from "../checks.ts";

const FORBIDDEN = ["//", "/./", "/../", "%2f", "%2F"];
const CLASS_ANNOTATION = "kubernetes.io/ingress.class";

/** Source: ValidateIngressSpec of kubernetes pkg/apis/networking/validation. */
export const rule: Rule = {
  name: "kubernetes/ingress",
  severity: "error",
  summary: "Hosts, paths and backends of an Ingress are well formed",
  scope: "file",
  check: checkEach(["Ingress.networking.k8s.io"], (subject) => {
    const { spec } = subject;
    const rules = get(spec, "rules");
    const backend = get(spec, "defaultBackend");
    if (isObject(backend)) checkBackend(subject, backend);
    else if (
      !isSet(backend) &&
      (!isSet(rules) || (Array.isArray(rules.value) && rules.value.length === 0))
    )
      subject.report(rules, "an Ingress needs rules or a defaultBackend", { part: "key" });
    for (const rule of mappingsIn(rules)) checkRule(subject, rule);
    for (const tls of mappingsIn(get(spec, "tls"))) checkTls(subject, tls);
    checkClass(subject);
  }),
};

function checkRule(subject: Subject, rule: Field): void {
  const host = get(rule, "host");
  checkName(subject, host, (name) =>
    parseIp(name, true) ? "is an address; write a DNS name" : hostFault(name),
  );
  const paths = get(rule, "http", "paths");
  if (Array.isArray(paths.value) && paths.value.length === 0)
    subject.report(paths, "http has no paths", { part: "key" });
  for (const path of mappingsIn(paths)) checkPath(subject, path);
}

function checkPath(subject: Subject, path: Field): void {
  const type = get(path, "pathType");
  checkFilled(subject, type);
  checkChoice(subject, type, ["Exact", "Prefix", "ImplementationSpecific"]);
  const field = get(path, "path");
  const given = word(field);
  const plain = type.value === "Exact" || type.value === "Prefix";
  if (plain && isBlank(field))
    subject.report(path, `a path of type ${asText(type.value)} needs path, such as /`);
  if (given !== undefined && given !== "" && isSet(type)) {
    const fault = pathFault(given, plain);
    if (fault !== undefined) subject.report(field, `path "${given}" ${fault}`);
  }
  const backend = get(path, "backend");
  if (isObject(backend)) checkBackend(subject, backend);
}

function pathFault(path: string, plain: boolean): string | undefined {
  if (!path.startsWith("/")) return "must start with /";
  if (!plain) return undefined;
  const sequence = FORBIDDEN.find((part) => path.includes(part));
  if (sequence !== undefined) return `must not contain "${sequence}"`;
  return /\/\.\.?$/.test(path) ? 'must not end with "/." or "/.."' : undefined;
}

function checkBackend(subject: Subject, backend: Field): void {
  const service = get(backend, "service");
  const resource = get(backend, "resource");
  const given = checkOneOf(subject, [service, resource], "a backend");
  if (given.length === 0)
    subject.report(backend, "a backend needs service or resource", { part: "key" });
  if (given.length !== 1) return;
  for (const key of ["kind", "name"]) {
    checkFilled(subject, get(resource, key));
    checkName(subject, get(resource, key), segmentFault);
  }
  if (!isSet(service)) return;
  checkFilled(subject, get(service, "name"));
  checkName(subject, get(service, "name"), labelFault);
  checkServicePort(subject, service);
}

function checkServicePort(subject: Subject, service: Field): void {
  const name = get(service, "port", "name");
  const count = get(service, "port", "number");
  const named = !isBlank(name);
  const numbered = isSet(count) && number(count) !== 0;
  if (named && numbered)
    subject.report(count, "a port has a name or a number; keep one of them", { part: "key" });
  else if (!named && !numbered)
    subject.report(service, "the backend needs port.name or port.number", { part: "key" });
  else if (named) checkName(subject, name, portNameFault);
  else checkRange(subject, count, 1, 65_535);
}

function checkTls(subject: Subject, tls: Field): void {
  for (const host of textsIn(get(tls, "hosts"))) {
    if (host.value === "") subject.report(host, "a host of tls must not be empty");
    checkName(subject, host, hostFault);
  }
  checkName(subject, get(tls, "secretName"), subdomainFault);
}

function checkClass(subject: Subject): void {
  const field = get(subject.spec, "ingressClassName");
  checkFilled(subject, field);
  checkName(subject, field, subdomainFault);
  const annotation = get(subject.metadata, "annotations", CLASS_ANNOTATION);
  const [given, old] = [word(field), word(annotation)];
  if (given !== undefined && old !== undefined && given !== old)
    subject.report(
      annotation,
      `the annotation says "${old}", ingressClassName "${given}"; keep ingressClassName alone`,
    );
}

function hostFault(name: string): string | undefined {
  if (!name.includes("*")) return subdomainFault(name);
  return name.startsWith("*.") && subdomainFault(name.slice(2)) === undefined
    ? undefined
    : 'must have its wildcard as the first label, such as "*.example.com"';
}
