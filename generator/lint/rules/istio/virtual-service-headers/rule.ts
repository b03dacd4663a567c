import type { Rule } from "../../../../core/rule.ts";
import { entries, get, isBlank, isSet, items, text, type Field } from "../../field.ts";
import { checkHeaderValue, isAuthority } from "../headers.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

/** Source: validateHTTPRoute and validateAuthorityRewrite of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-headers",
  severity: "error",
  summary: "The headers that a route adds, sets and removes are ones that Envoy can change",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of httpRoutes(subject.spec)) {
      for (const holder of [route, ...items(get(route, "route"))])
        checkHeaders(subject, get(holder, "headers"));
      checkAuthority(subject, route);
    }
  }),
};

function checkHeaders(subject: Subject, headers: Field): void {
  if (!isSet(headers)) return;
  for (const side of ["request", "response"]) {
    for (const operation of ["add", "set"]) {
      for (const { key, field } of entries(get(headers, side, operation))) {
        checkName(subject, key, field, side === "request", "key");
        const value = text(field);
        const problem = value === undefined ? undefined : checkHeaderValue(value);
        if (problem !== undefined)
          subject.fail(field, `"${value}" cannot be the value of header ${key}: ${problem}`);
      }
    }
    for (const field of items(get(headers, side, "remove"))) {
      const name = text(field);
      if (name !== undefined) checkName(subject, name, field, false, "value");
    }
  }
}

function checkName(
  subject: Subject,
  name: string,
  field: Field,
  takesAuthority: boolean,
  part: "key" | "value",
): void {
  if (name === "") subject.fail(field, "a header needs a name", { part });
  else if (!(takesAuthority && isAuthority(name)) && (name.startsWith(":") || isAuthority(name))) {
    const instead = isAuthority(name)
      ? "; only a request's can be set, or use rewrite.authority"
      : "";
    subject.fail(field, `header "${name}" cannot be changed here${instead}`, { part });
  }
}

function checkAuthority(subject: Subject, route: Field): void {
  const request = get(route, "headers", "request");
  if (!isSet(request)) return;
  const changes = ["set", "add"]
    .flatMap((operation) => entries(get(request, operation)))
    .filter(({ key, field }) => isAuthority(key) && !isBlank(field));
  const rewritten = !isBlank(get(route, "rewrite", "authority"));
  for (const { key, field } of rewritten ? changes : changes.slice(1)) {
    subject.fail(
      field,
      `header "${key}" sets the authority a second time; set it once, here or in rewrite.authority`,
      { part: "key" },
    );
  }
}
