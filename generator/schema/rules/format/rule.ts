import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import { formatCheck } from "../../formats.ts";
import type { Pass } from "../../pass.ts";
import { parseQuantity } from "../../quantity.ts";
import type { Shape } from "../../shape.ts";
import { isTime } from "../../time.ts";
import { nameOf, quote } from "../../wording.ts";

export const rule: RuleInfo = {
  name: "schema/format",
  severity: "error",
  summary: "A string does not have the format that the API server enforces",
};

/** Reports a string that is not of its schema's `format`. */
export function checkFormat(
  value: string,
  format: string,
  shape: Shape,
  path: Path,
  pass: Pass,
): void {
  if (shape.intOrString || (shape.types.length > 0 && !shape.types.includes("string"))) return;
  const accepts = pass.dialect === "native" ? nativeFormats[format] : formatCheck(format);
  if (accepts === undefined) return;
  if (!accepts(value)) {
    const message = `${nameOf(path)} ${quote(value)} is not ${formatNames[format] ?? `a valid ${format}`}`;
    pass.problems.push({ rule: rule.name, severity: rule.severity, message, path });
  } else if (accepts === nativeFormats.quantity && !/\d/.test(value)) {
    const message = `${nameOf(path)} ${quote(value)} has no digits, so it counts as 0`;
    pass.problems.push({ rule: rule.name, severity: "warning", message, path });
  }
}

/** Formats of built-in kinds, as Go decodes them. */
const nativeFormats: Readonly<Record<string, (text: string) => boolean>> = {
  byte: (text) =>
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(
      text.replaceAll(/[\r\n]/g, ""),
    ),
  "date-time": isTime,
  quantity: (text) => parseQuantity(text.trim()) !== undefined,
};

const formatNames: Readonly<Record<string, string>> = {
  quantity: "a quantity such as 500m, 1.5 or 128Mi",
  byte: "base64",
  date: "a date such as 2006-01-02",
  "date-time": "a time with a zone such as 2006-01-02T15:04:05Z",
  duration: "a duration such as 30s, 5m or 1h30m",
  uri: "an absolute URI",
  ipv4: "an IPv4 address",
  ipv6: "an IPv6 address",
  cidr: "an address range such as 10.0.0.0/8",
  email: "an email address",
  hostname: "a host name",
  mac: "a MAC address",
  uuid: "a UUID",
};
