import { parseIp, parsePrefix } from "../../../core/ip.ts";

/** @returns whether the text is an IPv4 or IPv6 address as Go's netip reads one: no leading zeros, a zone is fine */
export function isAddress(value: string): boolean {
  const [, address = value] = /^(.*:.*)%.+$/.exec(value) ?? [];
  return parseIp(address) !== undefined;
}

/** @returns whether the text is a CIDR block as Go's netip reads one: no zone, no leading zeros in the length */
export function isBlock(value: string): boolean {
  return !/\/0\d/.test(value) && parsePrefix(value) !== undefined;
}

/** @returns whether the text is an address or a CIDR block */
export function isAddressOrBlock(value: string): boolean {
  return value.includes("/") ? isBlock(value) : isAddress(value);
}

const UNIX = "unix://";

export function isUnix(value: string): boolean {
  return value.startsWith(UNIX);
}

/**
 * Checks the path of a Unix domain socket.
 * @param value starts with `unix://`
 * @returns what is wrong with it, or undefined: an absolute path of a file, or `@name` of an abstract socket, is right
 */
export function checkUnix(value: string): string | undefined {
  const path = value.slice(UNIX.length);
  if (path.startsWith("@") || (path.startsWith("/") && !path.endsWith("/"))) return undefined;
  return `"${value}" does not name a socket; use unix:///absolute/path or unix://@name`;
}
