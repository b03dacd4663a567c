import { isIPv4, isIPv6 } from "node:net";

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
  if (isIPv4(text)) return { family: 4, value: parseIPv4(text) };
  if (isIPv6(text) && !text.includes("%")) return { family: 6, value: parseIPv6(text) };
  return undefined;
}

/** @returns the addresses of `10.0.0.0/24`, or undefined when the text is no CIDR */
export function parseCidr(text: string): Range | undefined {
  const [, start = "", length = ""] = /^([^/]+)\/([0-9]+)$/.exec(text) ?? [];
  const address = parseWritten(start);
  if (address === undefined) return undefined;
  const bits = address.family === 4 ? 32 : 128;
  if (Number(length) > bits) return undefined;
  const size = 1n << BigInt(bits - Number(length));
  const first = (address.value / size) * size;
  return { family: address.family, first, last: first + size - 1n };
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

function parseIPv4(text: string): bigint {
  return text.split(".").reduce((value, part) => value * 256n + BigInt(part), 0n);
}

function parseIPv6(text: string): bigint {
  const tail = /(.*:)([0-9.]+\.[0-9.]+)$/.exec(text);
  const last = tail === null ? 0n : parseIPv4(tail[2]!);
  const plain =
    tail === null
      ? text
      : `${tail[1]}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`;
  const [left, right] = plain.split("::").map(groupsOf);
  const missing = 8 - left!.length - (right?.length ?? 0);
  const groups =
    right === undefined ? left! : [...left!, ...Array<string>(missing).fill("0"), ...right];
  return groups.reduce((value, group) => value * 65536n + BigInt(`0x${group}`), 0n);
}

function groupsOf(half: string): string[] {
  return half.split(":").filter((group) => group !== "");
}
