import type { Rule } from "../../../../core/rule.ts";
import { isMapping, lookUp } from "../../../../core/json.ts";
import { entries, type Field, get, isBlank } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { word } from "../checks.ts";
import { MAX_DATA_SIZE, sizeOf } from "../data.ts";
import { dataKeyFault } from "../references.ts";

const ACCOUNT = "kubernetes.io/service-account.name";
/** Keys that a type asks for; a Secret of type basic-auth may have either. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  "kubernetes.io/tls": ["tls.crt", "tls.key"],
  "kubernetes.io/dockerconfigjson": [".dockerconfigjson"],
  "kubernetes.io/dockercfg": [".dockercfg"],
  "kubernetes.io/ssh-auth": ["ssh-privatekey"],
};

/** Source: ValidateSecret of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/secret",
  severity: "error",
  summary: "A Secret has the keys that its type asks for",
  scope: "file",
  check: checkEach(["Secret"], (subject) => {
    const root: Field = { path: [], value: subject.resource.data };
    const data = get(root, "data");
    const texts = get(root, "stringData");
    const all = [...entries(data), ...entries(texts)];
    for (const { key, field } of all) {
      const fault = key.includes("${") ? undefined : dataKeyFault(key);
      if (fault !== undefined) subject.report(field, `key "${key}" ${fault}`, { part: "key" });
    }
    const replaced = new Set(entries(texts).map(({ key }) => key));
    const kept = {
      ...data,
      value: Object.fromEntries(
        entries(data)
          .filter(({ key }) => !replaced.has(key))
          .map(({ key, field }) => [key, field.value]),
      ),
    };
    const size = sizeOf(kept, "base64") + sizeOf(texts);
    if (size > MAX_DATA_SIZE && !isEncrypted(subject))
      subject.report(data, `the values have ${size} bytes; at most ${MAX_DATA_SIZE} are allowed`, {
        part: "key",
      });
    checkType(subject, root, (key) => get(texts, key).value ?? decode(get(data, key).value));
  }),
};

function checkType(subject: Subject, root: Field, find: (key: string) => unknown): void {
  const type = get(root, "type");
  const name = word(type) ?? "";
  if (
    name === "kubernetes.io/service-account-token" &&
    isBlank(get(subject.metadata, "annotations", ACCOUNT))
  )
    subject.report(type, `a Secret of type ${name} needs the annotation ${ACCOUNT}`);
  if (
    name === "kubernetes.io/basic-auth" &&
    find("username") === undefined &&
    find("password") === undefined
  )
    subject.report(type, `a Secret of type ${name} needs the key username or password`);
  const missing = (lookUp(NEEDED, name) ?? []).filter((key) => isMissing(find(key), name));
  if (missing.length > 0)
    subject.report(type, `a Secret of type ${name} needs the key ${missing.join(" and ")}`);
  else if (name.startsWith("kubernetes.io/dockerc"))
    checkDocker(subject, root, find, lookUp(NEEDED, name)?.[0] ?? "");
}

/** Only a key of SSH must not be empty. */
function isMissing(value: unknown, type: string): boolean {
  return value === undefined || (value === "" && type === "kubernetes.io/ssh-auth");
}

function checkDocker(
  subject: Subject,
  root: Field,
  find: (key: string) => unknown,
  key: string,
): void {
  const text = find(key);
  if (typeof text !== "string" || isEncrypted(subject) || /\$\{|\{\{|^ENC\[/.test(text)) return;
  const place = [get(root, "stringData", key), get(root, "data", key)].find(
    ({ value }) => value !== undefined,
  );
  if (place !== undefined && !isJsonObject(text))
    subject.report(place, `${key} is not a JSON object`);
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return value === null || isMapping(value);
  } catch {
    return false;
  }
}

/** What stands in data as base64; the validator says where it is none. */
function decode(value: unknown): unknown {
  if (typeof value !== "string" || /\$\{|\{\{|^ENC\[/.test(value)) return value;
  return Buffer.from(value, "base64").toString("utf8");
}

function isEncrypted(subject: Subject): boolean {
  return isMapping(subject.resource.data["sops"]);
}
