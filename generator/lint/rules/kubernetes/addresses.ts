import { contains, parseAddress, parseCidr, parseIp, parsePrefix } from "../../../core/ip.ts";

/** Says what is wrong with an address, as the API server reads its older fields since 1.36. Source: apimachinery pkg/util/validation/ip.go. */
export function addressFault(text: string): string | undefined {
  if (parseIp(text) !== undefined) return undefined;
  return parseIp(text, true) === undefined ? "is not an IP address" : "must not have leading zeros";
}

/** Says what is wrong with a range of addresses; that nothing may stand behind the prefix holds since 1.36 too. */
export function rangeFault(text: string): string | undefined {
  const prefix = parsePrefix(text);
  if (prefix === undefined)
    return parsePrefix(text, true) === undefined
      ? 'is not a range such as "10.0.0.0/8"'
      : "must not have leading zeros";
  const { ip, bits } = prefix;
  const base = ip.map(
    (byte, index) => byte & (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))),
  );
  if (base.every((byte, index) => byte === ip[index])) return undefined;
  const instead = ip.length === 4 ? `; write "${base.join(".")}/${bits}"` : "";
  return `must have no bits behind its prefix${instead}`;
}

const SPECIAL = [
  { what: "the unspecified address", ranges: ["0.0.0.0/32", "::/128"] },
  { what: "a loopback address", ranges: ["127.0.0.0/8", "::1/128"] },
  {
    what: "a link-local address",
    ranges: ["169.254.0.0/16", "fe80::/10", "224.0.0.0/24", "ff02::/16"],
  },
];

/** Says what is wrong with an address that traffic is sent to. Source: ValidateEndpointIP of kubernetes pkg/apis/core/validation. */
export function targetFault(text: string): string | undefined {
  const address = parseAddress(text);
  if (address === undefined) return addressFault(text);
  const special = SPECIAL.find(({ ranges }) =>
    ranges.some((range) => contains(parseCidr(range)!, address)),
  );
  return special && `is ${special.what}`;
}
