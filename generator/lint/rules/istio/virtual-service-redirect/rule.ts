import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, isSet, items, number, text, type Field } from "../../field.ts";
import { VIRTUAL_SERVICE } from "../kinds.ts";
import { checkOptionalPort } from "../ports.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { httpRoutes } from "../virtual-service.ts";

/** Source: validateHTTPRedirect of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/virtual-service-redirect",
  severity: "error",
  summary: "A redirect changes something, to one place, with a 3xx code",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE], (subject) => {
    for (const route of httpRoutes(subject.spec)) {
      const redirect = get(route, "redirect");
      if (isSet(redirect)) checkRedirect(subject, route, redirect);
    }
  }),
};

function checkRedirect(subject: Subject, route: Field, redirect: Field): void {
  const prefix = get(redirect, "prefixRewrite");
  if (!isBlank(prefix) && !isBlank(get(redirect, "uri"))) {
    subject.fail(
      prefix,
      "prefixRewrite and uri exclude each other; uri replaces the whole path, prefixRewrite its matched start",
      { part: "key" },
    );
  } else if (!isBlank(prefix)) {
    for (const uri of items(get(route, "match")).map((match) => get(match, "uri"))) {
      if (!isSet(uri) || isSet(get(uri, "prefix"))) continue;
      subject.fail(
        uri,
        "prefixRewrite of the redirect needs a prefix here, so that there is one to replace",
        { part: "key" },
      );
    }
  }
  const ports = [get(redirect, "port"), get(redirect, "derivePort")];
  if (
    ["uri", "prefixRewrite", "authority", "scheme"].every((key) => isBlank(get(redirect, key))) &&
    !ports.some(isSet)
  ) {
    subject.fail(
      redirect,
      "the redirect changes nothing; give it a uri, prefixRewrite, authority, scheme or port",
      { part: "key" },
    );
  }
  const code = number(get(redirect, "redirectCode"));
  if (code !== undefined && code !== 0 && (code < 300 || code > 399)) {
    subject.fail(
      get(redirect, "redirectCode"),
      `redirectCode ${code} is no redirect; use 301, 302, 303, 307 or 308`,
    );
  }
  const scheme = text(get(redirect, "scheme"));
  if (scheme !== undefined && !["", "http", "https"].includes(scheme)) {
    subject.fail(get(redirect, "scheme"), `scheme "${scheme}" is not "http" or "https"`);
  }
  checkOptionalPort(subject, get(redirect, "port"));
}
