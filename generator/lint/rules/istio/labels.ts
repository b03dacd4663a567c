import { isLabel } from "./hosts.ts";

const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** @returns why the text is no label key (`app`, `example.com/app`), or undefined when it is one */
export function checkLabelKey(key: string): string | undefined {
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
export function checkLabelValue(value: string): string | undefined {
  return value === "" || NAME.test(value)
    ? undefined
    : `"${value}" is not a label value: letters, digits and inner "-", "_", "."`;
}
