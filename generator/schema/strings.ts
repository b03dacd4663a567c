import type { Path } from "../core/path.ts";
import { formatCheck } from "./formats.ts";
import { isTime } from "./metadata-fields.ts";
import { compilePattern } from "./pattern.ts";
import type { Pass } from "./prepare.ts";
import { parseQuantity } from "./quantity.ts";
import type { Shape } from "./shape.ts";
import { count, quote, nameOf } from "./wording.ts";

/** Reports a string that its schema's lengths, pattern or format refuse. Lengths count code points; patterns are RE2, not anchored. */
export function checkString(value: string, shape: Shape, path: Path, pass: Pass): void {
  const { minLength, maxLength, pattern, format } = shape.schema;
  const report: ReportString = (rule, message, severity = "error") =>
    pass.problems.push({ rule, severity, message: `${nameOf(path)} ${message}`, path });
  if (typeof maxLength === "number" && value.length > maxLength && codePoints(value) > maxLength) {
    report(
      "schema/range",
      `has ${count(codePoints(value), "character")}; at most ${maxLength} are allowed`,
    );
  } else if (
    typeof minLength === "number" &&
    value.length < minLength * 2 &&
    codePoints(value) < minLength
  ) {
    const what = value === "" ? "is empty" : `${quote(value)} is too short`;
    report(
      "schema/range",
      `${what}; at least ${count(minLength, "character")} ${minLength === 1 ? "is" : "are"} needed`,
    );
  } else if (typeof pattern === "string" && pattern !== "") {
    const compiled = compilePattern(pattern);
    if (compiled === undefined)
      report(
        "schema/pattern",
        `cannot have any value: its pattern ${pattern} is no RE2 expression`,
      );
    else if (!compiled.test(value))
      report("schema/pattern", `${quote(value)} does not match ${pattern}`);
  }
  if (typeof format === "string") checkFormat(value, format, shape, pass, report);
}

type ReportString = (rule: string, message: string, severity?: "error" | "warning") => void;

function checkFormat(
  value: string,
  format: string,
  shape: Shape,
  pass: Pass,
  report: ReportString,
): void {
  if (shape.intOrString || (shape.types.length > 0 && !shape.types.includes("string"))) return;
  const accepts = pass.dialect === "native" ? nativeFormats[format] : formatCheck(format);
  if (accepts === undefined) return;
  if (!accepts(value)) {
    report("schema/format", `${quote(value)} is not ${formatNames[format] ?? `a valid ${format}`}`);
  } else if (accepts === nativeFormats.quantity && !/\d/.test(value)) {
    report("schema/format", `${quote(value)} has no digits, so it counts as 0`, "warning");
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

/** RE2 and the API server count code points, JavaScript UTF-16 units. */
function codePoints(text: string): number {
  let total = 0;
  for (const _ of text) total++;
  return total;
}
