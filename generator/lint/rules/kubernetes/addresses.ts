import { parseIp, parsePrefix } from "../../../core/ip.ts";

/** Says what is wrong with an address, as the API server reads its older fields since 1.36. Source: apimachinery pkg/util/validation/ip.go. */
export function addressFault(text: string): string | undefined {
  if (parseIp(text) !== undefined) return undefined;
  return parseIp(text, true) === undefined ? "is not an IP address" : "must not have leading zeros";
}

/** Says what is wrong with a range of addresses. */
export function rangeFault(text: string): string | undefined {
  const prefix = parsePrefix(text);
  if (prefix !== undefined) return undefined;
  return parsePrefix(text, true) === undefined
    ? 'is not a range such as "10.0.0.0/8"'
    : "must not have leading zeros";
}
