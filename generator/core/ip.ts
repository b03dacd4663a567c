/** An address: its bytes, 4 or 16 of them. */
export type Ip = readonly number[];

/**
 * Reads an IP address as Go's net.ParseIP does.
 * @param text such as `10.0.0.1` or `fd00::1`; no zone
 * @param sloppy leading zeros are allowed in IPv4, as in the API server's formats
 * @returns the bytes, or undefined where it is no address
 */
export function parseIp(text: string, sloppy = false): Ip | undefined {
  return text.includes(":") ? parseIpv6(text, sloppy) : parseIpv4(text, sloppy);
}

/**
 * Reads a prefix as Go's net.ParseCIDR does.
 * @returns address and length, or undefined where it is no prefix
 */
export function parsePrefix(text: string, sloppy = false): { ip: Ip; bits: number } | undefined {
  const slash = text.indexOf("/");
  const ip = slash < 0 ? undefined : parseIp(text.slice(0, slash), sloppy);
  const bits = text.slice(slash + 1);
  if (ip === undefined || !/^\d+$/.test(bits) || Number(bits) > ip.length * 8) return undefined;
  return { ip, bits: Number(bits) };
}

function parseIpv4(text: string, sloppy: boolean): Ip | undefined {
  const parts = text.split(".");
  if (parts.length !== 4) return undefined;
  const pattern = sloppy ? /^\d+$/ : /^(?:0|[1-9]\d{0,2})$/;
  if (!parts.every((part) => pattern.test(part) && Number(part) <= 255)) return undefined;
  return parts.map(Number);
}

function parseIpv6(text: string, sloppy: boolean): Ip | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half) => readGroups(half, sloppy)) as [
    number[] | undefined,
    number[] | undefined,
  ];
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  // An embedded IPv4 address may only end the whole.
  if (halves[0]!.includes(".")) return undefined;
  const gap = 16 - head.length - tail!.length;
  return gap < 2 ? undefined : [...head, ...Array.from({ length: gap }, () => 0), ...tail!];
}

function readGroups(text: string, sloppy: boolean): number[] | undefined {
  if (text === "") return [];
  const bytes: number[] = [];
  const groups = text.split(":");
  for (const [index, group] of groups.entries()) {
    if (group.includes(".") && index === groups.length - 1) {
      const last = parseIpv4(group, sloppy);
      if (last === undefined) return undefined;
      bytes.push(...last);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(group)) return undefined;
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 255);
    }
  }
  return bytes;
}

/** An address as a number. */
export interface Address {
  readonly family: 4 | 6;
  readonly value: bigint;
}

/** Addresses from `first` to `last`, both included. */
export interface Range {
  readonly family: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
}

/**
 * Reads an address as Go does: zones (`fe80::1%eth0`) are not accepted, and `::ffff:10.0.0.1` is the IPv4 address.
 * @returns the address, or undefined when the text is none
 */
export function parseAddress(text: string): Address | undefined {
  const address = parseWritten(text);
  const mapped = address?.family === 6 && address.value >> 32n === 0xffffn;
  return mapped ? { family: 4, value: address.value & 0xffffffffn } : address;
}

function parseWritten(text: string): Address | undefined {
  const bytes = parseIp(text);
  return bytes && toAddress(bytes);
}

function toAddress(bytes: Ip): Address {
  const value = bytes.reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  return { family: bytes.length === 4 ? 4 : 6, value };
}

/** @returns the addresses of `10.0.0.0/24`, or undefined when the text is no CIDR */
export function parseCidr(text: string): Range | undefined {
  const prefix = parsePrefix(text);
  if (prefix === undefined) return undefined;
  const { family, value } = toAddress(prefix.ip);
  const size = 1n << BigInt(prefix.ip.length * 8 - prefix.bits);
  const first = (value / size) * size;
  return { family, first, last: first + size - 1n };
}

/**
 * Reads an entry of a MetalLB pool: a CIDR, or `first-last`.
 * @returns the addresses, or what is wrong with the text
 */
export function parsePoolRange(text: string): Range | string {
  if (text.includes("/"))
    return parseCidr(text) ?? `${JSON.stringify(text)} is not a CIDR such as "10.0.8.0/24"`;
  const [start = "", end, ...more] = text.split("-").map((part) => part.trim());
  const first = parseAddress(start);
  const last = parseAddress(end ?? "");
  if (first !== undefined && end === undefined) {
    return `${JSON.stringify(text)} is a single address; write "${start}/${first.family === 4 ? 32 : 128}"`;
  }
  if (first === undefined || last === undefined || more.length > 0) {
    return `${JSON.stringify(text)} is neither a range such as "192.168.23.220-192.168.23.223" nor a CIDR`;
  }
  if (first.family !== last.family)
    return `${JSON.stringify(text)} begins with IPv${first.family} and ends with IPv${last.family}`;
  if (first.value > last.value)
    return `${JSON.stringify(text)} ends before it begins; write "${end}-${start}"`;
  return { family: first.family, first: first.value, last: last.value };
}

export function contains(range: Range, address: Address): boolean {
  return (
    range.family === address.family && range.first <= address.value && address.value <= range.last
  );
}

export function overlap(left: Range, right: Range): boolean {
  return left.family === right.family && left.first <= right.last && right.first <= left.last;
}

/** @returns how many addresses the range has; without those that end in .0 and .255 when `avoidBuggy` */
export function countAddresses(range: Range, avoidBuggy: boolean): bigint {
  const all = range.last - range.first + 1n;
  if (!avoidBuggy || range.family === 6) return all;
  return all - countEndingIn(range, 0n) - countEndingIn(range, 255n);
}

function countEndingIn(range: Range, ending: bigint): bigint {
  const below = (limit: bigint) => (limit < ending ? 0n : (limit - ending) / 256n + 1n);
  return below(range.last) - (range.first === 0n ? 0n : below(range.first - 1n));
}
