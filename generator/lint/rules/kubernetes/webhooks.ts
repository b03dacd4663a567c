import { asText } from "../../../core/json.ts";
import { serviceLabelFault } from "../../../schema/names.ts";
import { type Field, get, items } from "../field.ts";
import type { Subject } from "../subject.ts";
import {
  checkFilled,
  checkName,
  checkOneOf,
  checkRange,
  checkUnique,
  isObject,
  word,
} from "./checks.ts";

/** Checks the versions of reviews that a webhook speaks; Kubernetes sends v1 or v1beta1. */
export function checkReviewVersions(subject: Subject, versions: Field): void {
  if (!Array.isArray(versions.value)) return;
  const given = items(versions).map(word);
  if (given.includes(undefined)) return;
  if (!given.includes("v1") && !given.includes("v1beta1"))
    subject.report(
      versions,
      `${asText(versions.path.at(-1))} must have v1 or v1beta1, the versions that Kubernetes sends`,
      { part: "key" },
    );
  for (const version of items(versions)) checkName(subject, version, serviceLabelFault);
  checkUnique(subject, items(versions), "version");
}

/** Checks where a webhook is called: a Service or a URL. Source: apiserver pkg/util/webhook/validation.go. */
export function checkClient(subject: Subject, client: Field): void {
  if (!isObject(client)) return;
  const url = get(client, "url");
  const service = get(client, "service");
  const given = checkOneOf(subject, [url, service], "clientConfig");
  if (given.length === 0)
    subject.report(client, "clientConfig needs service or url", { part: "key" });
  checkFilled(subject, get(service, "name"), get(service, "namespace"));
  checkRange(subject, get(service, "port"), 1, 65_535);
  const path = get(service, "path");
  checkName(subject, path, (text) => (text.startsWith("/") ? undefined : "must start with /"));
  checkName(subject, url, urlFault);
}

function urlFault(text: string): string | undefined {
  if (!text.startsWith("https://")) return "must start with https://";
  return /[?#]/.test(text) || /^https:\/\/[^/]*@/.test(text)
    ? "must not have a user, a query or a fragment"
    : undefined;
}
