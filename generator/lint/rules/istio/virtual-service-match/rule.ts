import type { Rule } from "../../../../core/rule.ts";
import { isAddressOrBlock } from "../addresses.ts";
import { entries, get, isBlank, items, text, texts, type Field } from "../../field.ts";
import { isMatchableHeader } from "../headers.ts";
import { isLabel } from "../hosts.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkOptionalPort } from "../ports.ts";
import { checkMatchRegex, checkStringMatch } from "../string-match.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { routesOf } from "../virtual-service.ts";
import { checkLabels } from "../label-checks.ts";

/** Source: validateHTTPRouteMatchRequest, validateTLSMatch, validateTCPMatch of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-match",
  severity: "error",
  summary:
    "The matches of a VirtualService's routes can match: header names, patterns, ports, subnets and labels are well formed",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    const { http, tls, tcp } = routesOf(subject.spec);
    for (const route of http) {
      for (const match of items(get(route, "match"))) checkHttpMatch(subject, match);
    }
    for (const route of [...tls, ...tcp]) {
      for (const match of items(get(route, "match"))) checkStreamMatch(subject, match);
    }
  }),
};

/** What is looked at of an HTTP match, by its keys. An empty prefix is fine for the path: it begins every one. */
const checks: ReadonlyMap<string, (subject: Subject, field: Field) => void> = new Map([
  ["uri", checkMatchRegex],
  ["scheme", checkStringMatch],
  ["method", checkStringMatch],
  ["authority", checkStringMatch],
  ["queryParams", checkParameters],
  ["headers", checkHeaders],
  ["withoutHeaders", checkAbsentHeaders],
  ["port", checkOptionalPort],
  ["sourceLabels", checkSourceLabels],
  ["sourceNamespace", checkNamespace],
]);

function checkHttpMatch(subject: Subject, match: Field): void {
  for (const { key, field } of entries(match)) checks.get(key)?.(subject, field);
}

function checkParameters(subject: Subject, parameters: Field): void {
  for (const { field } of entries(parameters)) checkStringMatch(subject, field);
}

function checkHeaders(subject: Subject, headers: Field): void {
  for (const { key, field } of entries(headers)) {
    checkHeader(subject, key, field);
    checkStringMatch(subject, field);
  }
}

function checkAbsentHeaders(subject: Subject, headers: Field): void {
  for (const { key, field } of entries(headers)) {
    checkHeader(subject, key, field);
    if (get(field, "regex").value !== "*") checkStringMatch(subject, field); // "*" means the header's presence
  }
}

function checkNamespace(subject: Subject, namespace: Field): void {
  const name = text(namespace);
  if (!isBlank(namespace) && name !== undefined && !isLabel(name))
    subject.fail(namespace, `sourceNamespace "${name}" is not the name of a namespace`);
}

function checkHeader(subject: Subject, name: string, field: Field): void {
  if (isMatchableHeader(name)) return;
  subject.fail(
    field,
    name === "" ? "a header needs a name" : `"${name}" is not the name of a header`,
    { part: "key" },
  );
}

function checkStreamMatch(subject: Subject, match: Field): void {
  for (const { value, field } of texts(get(match, "destinationSubnets"))) {
    if (!isAddressOrBlock(value))
      subject.fail(
        field,
        `destination subnet "${value}" is neither an IP address nor a CIDR block`,
      );
  }
  checkOptionalPort(subject, get(match, "port"));
  checkSourceLabels(subject, get(match, "sourceLabels"));
}

function checkSourceLabels(subject: Subject, labels: Field): void {
  checkLabels(subject, labels, "source label");
}
