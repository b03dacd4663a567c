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
  if (ip === undefined || !/^\d{1,3}$/.test(bits) || Number(bits) > ip.length * 8) return undefined;
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
