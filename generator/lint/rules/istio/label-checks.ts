import { entries, text, type Field } from "../field.ts";
import { isLabel } from "./hosts.ts";
import type { Subject } from "../subject.ts";

/** Reports keys and values that no label can have. */
export function checkLabels(subject: Subject, labels: Field, what: string): void {
  for (const { key, field } of entries(labels)) {
    const wrongKey = checkLabelKey(key);
    if (wrongKey !== undefined) subject.fail(field, `${what} ${wrongKey}`, { part: "key" });
    const value = text(field);
    const wrongValue = value === undefined ? undefined : checkLabelValue(value);
    if (wrongValue !== undefined) subject.fail(field, `${what} ${wrongValue}`);
  }
}

const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** @returns why the text is no label key (`app`, `example.com/app`), or undefined when it is one */
function checkLabelKey(key: string): string | undefined {
  const slash = key.indexOf("/");
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (!NAME.test(name) || name.length > 63)
    return `"${name}" is not a label name: at most 63 letters, digits and inner "-", "_", "."`;
  if (
    prefix === undefined ||
    (prefix.length <= 253 && prefix.split(".").every((label) => isLabel(label)))
  )
    return undefined;
  return `"${prefix}" is not a DNS name`;
}

/** @returns why the text is no label value, or undefined when it is one; the empty text is fine */
function checkLabelValue(value: string): string | undefined {
  return value === "" || NAME.test(value)
    ? undefined
    : `"${value}" is not a label value: letters, digits and inner "-", "_", "."`;
}
