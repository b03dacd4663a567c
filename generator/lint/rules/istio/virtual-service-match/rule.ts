import type { Rule } from "../../../../core/rule.ts";
import { isAddressOrBlock } from "../addresses.ts";
import { entries, get, isBlank, items, text, texts, type Field } from "../../field.ts";
import { isMatchableHeader } from "../headers.ts";
import { isLabel } from "../hosts.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkOptionalPort } from "../ports.ts";
import { checkMatchRegex, checkStringMatch } from "../string-match.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";
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
    for (const route of httpRoutes(subject.spec)) {
      for (const match of items(get(route, "match"))) checkHttpMatch(subject, match);
    }
    for (const key of ["tls", "tcp"]) {
      for (const route of items(get(subject.spec, key))) {
        for (const match of items(get(route, "match"))) checkStreamMatch(subject, match);
      }
    }
  }),
};

function checkHttpMatch(subject: Subject, match: Field): void {
  checkMatchRegex(subject, get(match, "uri")); // an empty prefix is fine for the path, it begins every one
  for (const key of ["scheme", "method", "authority"]) checkStringMatch(subject, get(match, key));
  for (const { field } of entries(get(match, "queryParams"))) checkStringMatch(subject, field);
  for (const { key, field } of entries(get(match, "headers"))) {
    checkHeader(subject, key, field);
    checkStringMatch(subject, field);
  }
  for (const { key, field } of entries(get(match, "withoutHeaders"))) {
    checkHeader(subject, key, field);
    if (get(field, "regex").value !== "*") checkStringMatch(subject, field); // "*" means the header's presence
  }
  checkSource(subject, match);
  const namespace = get(match, "sourceNamespace");
  const name = text(namespace);
  if (!isBlank(namespace) && name !== undefined && !isLabel(name)) {
    subject.fail(namespace, `sourceNamespace "${name}" is not the name of a namespace`);
  }
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
  checkSource(subject, match);
}

function checkSource(subject: Subject, match: Field): void {
  checkOptionalPort(subject, get(match, "port"));
  checkLabels(subject, get(match, "sourceLabels"), "source label");
}
