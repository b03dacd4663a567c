import { type Ip, parseIp, parsePrefix } from "../../../core/ip.ts";
import { CelError, noOverload } from "../error.ts";
import { Extension, type Value } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

class IpValue extends Extension {
  readonly type = "net.IP";
  readonly ip: Ip;
  constructor(ip: Ip) {
    super();
    this.ip = ip;
  }
  equals(other: Extension): boolean {
    return String(this) === String(other);
  }
  override toString(): string {
    return formatIp(this.ip);
  }
}

class CidrValue extends Extension {
  readonly type = "net.CIDR";
  readonly ip: Ip;
  readonly bits: number;
  constructor(ip: Ip, bits: number) {
    super();
    this.ip = ip;
    this.bits = bits;
  }
  equals(other: Extension): boolean {
    return String(this) === String(other);
  }
  override toString(): string {
    return `${formatIp(this.ip)}/${this.bits}`;
  }
}

/** IPv4 addresses mapped into IPv6 are refused. Source: apiserver pkg/cel/library/ip.go. */
function readIp(text: Value | undefined): IpValue | undefined {
  if (typeof text !== "string") throw noOverload("ip");
  const ip = parseIp(text);
  return ip === undefined || isMapped(ip) ? undefined : new IpValue(ip);
}

function readCidr(text: Value | undefined): CidrValue | undefined {
  if (typeof text !== "string") throw noOverload("cidr");
  const prefix = /\/0\d/.test(text) ? undefined : parsePrefix(text);
  return prefix === undefined || isMapped(prefix.ip)
    ? undefined
    : new CidrValue(prefix.ip, prefix.bits);
}

function isMapped(ip: Ip): boolean {
  return (
    ip.length === 16 &&
    ip.slice(0, 10).every((byte) => byte === 0) &&
    ip[10] === 255 &&
    ip[11] === 255
  );
}

/** @returns the value, or an error that names the text */
function need<T>(value: T | undefined, text: Value | undefined, what: string): T {
  if (value === undefined) throw new CelError(`${what} ${JSON.stringify(text)} parse error`);
  return value;
}

/** Addresses and ranges. Source: apiserver pkg/cel/library/{ip,cidr}.go. */
export const netFunctions: Readonly<Record<string, CelFunction>> = {
  ip: ([text]) => need(readIp(text), text, "IP Address"),
  isIP: ([text]) => readIp(text) !== undefined,
  "ip.isCanonical": ([text]) => String(need(readIp(text), text, "IP Address")) === text,
  cidr: ([text]) => need(readCidr(text), text, "network address"),
  isCIDR: ([text]) => readCidr(text) !== undefined,
};

export const netMethods: Readonly<Record<string, CelMethod>> = {
  family: onIp((ip) => (ip.length === 4 ? 4n : 6n)),
  isUnspecified: onIp((ip) => ip.every((byte) => byte === 0)),
  isLoopback: onIp(isLoopback),
  isLinkLocalMulticast: onIp(isLinkLocalMulticast),
  isLinkLocalUnicast: onIp(isLinkLocalUnicast),
  isGlobalUnicast: onIp(
    (ip) =>
      !(
        ip.every((byte) => byte === 0) ||
        ip.every((byte) => byte === 255) ||
        isLoopback(ip) ||
        isMulticast(ip) ||
        isLinkLocalUnicast(ip)
      ),
  ),
  containsIP: onCidr((cidr, [other]) => {
    const { ip } = other instanceof IpValue ? other : need(readIp(other), other, "IP Address");
    return contains(cidr, ip, cidr.bits);
  }),
  containsCIDR: onCidr((cidr, [other]) => {
    const range =
      other instanceof CidrValue ? other : need(readCidr(other), other, "network address");
    return range.bits >= cidr.bits && contains(cidr, range.ip, cidr.bits);
  }),
  ip: onCidr((cidr) => new IpValue(cidr.ip)),
  masked: onCidr((cidr) => new CidrValue(mask(cidr.ip, cidr.bits), cidr.bits)),
  prefixLength: onCidr((cidr) => BigInt(cidr.bits)),
};

function onIp(method: (ip: Ip) => Value): CelMethod {
  return (receiver) => (receiver instanceof IpValue ? method(receiver.ip) : undefined);
}

function onCidr(method: (cidr: CidrValue, args: readonly Value[]) => Value): CelMethod {
  return (receiver, args) => (receiver instanceof CidrValue ? method(receiver, args) : undefined);
}

function contains(cidr: CidrValue, ip: Ip, bits: number): boolean {
  if (ip.length !== cidr.ip.length) return false;
  const [left, right] = [mask(cidr.ip, bits), mask(ip, bits)];
  return left.every((byte, index) => byte === right[index]);
}

function mask(ip: Ip, bits: number): Ip {
  return ip.map(
    (byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff,
  );
}

function isLoopback(ip: Ip): boolean {
  return ip.length === 4
    ? ip[0] === 127
    : ip.every((byte, index) => byte === (index === 15 ? 1 : 0));
}

function isMulticast(ip: Ip): boolean {
  return ip.length === 4 ? (ip[0]! & 0xf0) === 0xe0 : ip[0] === 0xff;
}

function isLinkLocalMulticast(ip: Ip): boolean {
  return ip.length === 4
    ? ip[0] === 224 && ip[1] === 0 && ip[2] === 0
    : ip[0] === 0xff && (ip[1]! & 0x0f) === 2;
}

function isLinkLocalUnicast(ip: Ip): boolean {
  return ip.length === 4
    ? ip[0] === 169 && ip[1] === 254
    : ip[0] === 0xfe && (ip[1]! & 0xc0) === 0x80;
}

/** Writes an address in its canonical form (RFC 5952). */
function formatIp(ip: Ip): string {
  if (ip.length === 4) return ip.join(".");
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((ip[index * 2]! << 8) | ip[index * 2 + 1]!).toString(16),
  );
  let best = { start: -1, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === "0") length++;
    if (length > best.length) best = { start, length };
  }
  if (best.start < 0) return groups.join(":");
  return `${groups.slice(0, best.start).join(":")}::${groups.slice(best.start + best.length).join(":")}`;
}
