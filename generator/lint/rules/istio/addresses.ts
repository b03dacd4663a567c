import { isIP } from "node:net";

/** @returns whether the text is an IPv4 or IPv6 address as Go's netip reads one: no leading zeros, a zone is fine */
export function isAddress(value: string): boolean {
  return isIP(value) !== 0;
}

/** @returns whether the text is a CIDR block as Go's netip reads one: no zone, no leading zeros in the length */
export function isBlock(value: string): boolean {
  const slash = value.lastIndexOf("/");
  const address = value.slice(0, slash);
  const length = value.slice(slash + 1);
  if (slash < 0 || address.includes("%") || !/^(0|[1-9]\d{0,2})$/.test(length)) return false;
  const family = isIP(address);
  return family !== 0 && Number(length) <= (family === 4 ? 32 : 128);
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
