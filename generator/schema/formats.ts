import { parsePrefix, parseIp } from "../core/ip.ts";
import { compilePattern } from "./pattern.ts";
import { parseGoDuration } from "./duration.ts";
import { parseRequestUri } from "./request-uri.ts";

/**
 * Formats of strings that the API server enforces for custom resources, and what each accepts; others are ignored.
 * Source: apiextensions-apiserver pkg/apiserver/validation/formats.go (Kubernetes 1.37) and kube-openapi pkg/validation/strfmt.
 */
const formats: Readonly<Record<string, (text: string) => boolean>> = {
  bsonobjectid: matches("^[0-9a-fA-F]{24}$"),
  uri: (text) => parseRequestUri(text) !== undefined,
  email: isEmail,
  hostname: isHostname,
  ipv4: (text) => text.includes(".") && parseIp(text, true) !== undefined,
  ipv6: (text) => text.includes(":") && parseIp(text) !== undefined,
  cidr: (text) => parsePrefix(text, true) !== undefined,
  mac: isMac,
  uuid: matches("(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$"),
  uuid3: matches("(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?3[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}$"),
  uuid4: matches("(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?4[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"),
  uuid5: matches("(?i)^[0-9a-f]{8}-?[0-9a-f]{4}-?5[0-9a-f]{3}-?[89ab][0-9a-f]{3}-?[0-9a-f]{12}$"),
  isbn: (text) => isIsbn10(text) || isIsbn13(text),
  isbn10: isIsbn10,
  isbn13: isIsbn13,
  creditcard: isCreditCard,
  ssn: matches(String.raw`^\d{3}[- ]?\d{2}[- ]?\d{4}$`),
  hexcolor: matches("^#?([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$"),
  rgbcolor: isRgbColor,
  byte: matches("^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{4})$"),
  password: () => true,
  date: isDate,
  duration: isDuration,
  datetime: isDateTime,
  k8sshortname: (text) => text.length <= 63 && shortName.test(text),
  k8slongname: (text) => text.length <= 253 && longName.test(text),
};

const shortName = compilePattern("^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")!;
const longName = compilePattern(
  String.raw`^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$`,
)!;

/**
 * @param format a schema's `format` of a string
 * @returns what decides it, or undefined where the API server ignores the format
 */
export function formatCheck(format: string): ((text: string) => boolean) | undefined {
  const name = format.replaceAll("-", "");
  return Object.hasOwn(formats, name) ? formats[name] : undefined;
}

function matches(source: string): (text: string) => boolean {
  return (text) => compilePattern(source)!.test(text);
}

/** Go's net/mail.ParseAddress, without the comments and groups that nobody writes: `a@b`, `Name <a@b>`. */
function isEmail(text: string): boolean {
  const address = /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text.trim();
  const at = address.lastIndexOf("@");
  if (at < 1) return false;
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const atom =
    /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10ffff}]+(?:\.[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u0080-\u{10ffff}]+)*$/u;
  return (
    (atom.test(local) || /^"(?:[^"\\\r\n]|\\.)*"$/.test(local)) &&
    (atom.test(domain) || /^\[[^[\]\\\s]*\]$/.test(domain))
  );
}

const hostname = String.raw`^([a-zA-Z0-9\p{S}\p{L}]((-?[a-zA-Z0-9\p{S}\p{L}]{0,62})?)|([a-zA-Z0-9\p{S}\p{L}](([a-zA-Z0-9-\p{S}\p{L}]{0,61}[a-zA-Z0-9\p{S}\p{L}])?)(\.)){1,}([a-zA-Z\p{L}]){2,63})$`;

function isHostname(text: string): boolean {
  const length = Buffer.byteLength(text);
  return (
    length <= 255 &&
    text.split(".").every((label) => Buffer.byteLength(label) <= 63) &&
    compilePattern(hostname)!.test(text)
  );
}

/** Go's net.ParseMAC: 6, 8 or 20 octets with one kind of separator. */
function isMac(text: string): boolean {
  const octets = /^[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\1[0-9a-fA-F]{2})*$/.test(text)
    ? (text.length + 1) / 3
    : 0;
  const dotted = /^[0-9a-fA-F]{4}(?:\.[0-9a-fA-F]{4})+$/.test(text)
    ? ((text.length + 1) / 5) * 2
    : 0;
  return [6, 8, 20].includes(octets) || [6, 8, 20].includes(dotted);
}

function isIsbn10(text: string): boolean {
  const digits = text.replaceAll(/[\s-]+/g, "");
  if (!/^(?:[0-9]{9}X|[0-9]{10})$/.test(digits)) return false;
  const sum = [...digits].reduce(
    (total, digit, index) => total + (index + 1) * (digit === "X" ? 10 : Number(digit)),
    0,
  );
  return sum % 11 === 0;
}

function isIsbn13(text: string): boolean {
  const digits = text.replaceAll(/[\s-]+/g, "");
  if (!/^[0-9]{13}$/.test(digits)) return false;
  return (
    [...digits].reduce(
      (total, digit, index) => total + (index % 2 === 0 ? 1 : 3) * Number(digit),
      0,
    ) %
      10 ===
    0
  );
}

const card = compilePattern(
  String.raw`^(?:4[0-9]{12}(?:[0-9]{3})?|5[1-5][0-9]{14}|6(?:011|5[0-9][0-9])[0-9]{12}|3[47][0-9]{13}|3(?:0[0-5]|[68][0-9])[0-9]{11}|(?:2131|1800|35\d{3})\d{11})$`,
)!;

function isCreditCard(text: string): boolean {
  const digits = text.replaceAll(/[^0-9]+/g, "");
  if (!card.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

function isRgbColor(text: string): boolean {
  const channel = String.raw`\s*(0|[1-9]\d?|1\d\d?|2[0-4]\d|25[0-5])\s*`;
  return compilePattern(String.raw`^rgb\(${channel},${channel},${channel}\)$`)!.test(text);
}

function isDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (match === null) return false;
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  const last =
    month === 2
      ? year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)
        ? 29
        : 28
      : [4, 6, 9, 11].includes(month)
        ? 30
        : 31;
  return month >= 1 && month <= 12 && day >= 1 && day <= last;
}

function isDateTime(text: string): boolean {
  const [date, time] = text.toLowerCase().split("t");
  if (date === undefined || time === undefined || !isDate(date)) return false;
  const match = /^([0-9]{2}):([0-9]{2}):([0-9]{2})(.[0-9]+)?(z|([+-][0-9]{2}:[0-9]{2}))$/u.exec(
    time,
  );
  return match !== null && match[1]! <= "23" && match[2]! <= "59" && match[3]! <= "59";
}

const durationUnits = ["ns", "us", "µs", "ms", "s", "m", "h", "d", "w", "wk", "hr"];
const durationPrefixes = ["micro", "nano", "milli", "sec", "min", "hour", "day", "week"];

/** Go's duration, or anything that holds a number with a unit of Scala's: `3 days`, `PT1H`. */
function isDuration(text: string): boolean {
  if (parseGoDuration(text) !== undefined) return true;
  for (const [, digits, unit] of text.matchAll(/(\d+)\s*([A-Za-zµ]+)/g)) {
    if (BigInt(digits!) > 9223372036854775807n) return false;
    const name = unit!.toLowerCase();
    if (durationUnits.includes(name) || durationPrefixes.some((prefix) => name.startsWith(prefix)))
      return true;
  }
  return false;
}
