/** Istio takes a comma too, so that one entry of a list can name several headers. */
const TOKEN = /^[!#$%&'*+,\-.^_`|~A-Za-z0-9]+$/;
const PSEUDO = new Set([":method", ":scheme", ":authority", ":path", ":status"]);

/** @returns whether the text can name an HTTP header (RFC 7230) */
export function isHeaderName(name: string): boolean {
  return TOKEN.test(name);
}

/** @returns whether a match may name the header: a header, a pseudo header of HTTP/2, or a claim of the request's JWT */
export function isMatchableHeader(name: string): boolean {
  return isClaim(name) || PSEUDO.has(name) || isHeaderName(name);
}

const CLAIM = "@request.auth.claims";

/** @returns whether the name stands for a JWT claim: `@request.auth.claims.group` or `@request.auth.claims[group]` */
export function isClaim(name: string): boolean {
  if (!name.toLowerCase().startsWith(CLAIM)) return false;
  const rest = name.slice(CLAIM.length);
  return /^\..+$/s.test(rest) || /^\[.+\]$/s.test(rest);
}

/** @returns whether the name is the request's host: `:authority` or `Host` */
export function isAuthority(name: string): boolean {
  return ["host", ":authority"].includes(name.toLowerCase());
}

const STRING = String.raw`(?:\\.|[^\\)"])*`;
const ARGUMENTS = String.raw`\( *(?:\[ *"|[^ [])${STRING}(?:" *, *"${STRING})*(?:\)|" *\] *\)) *`;
const VALUE = new RegExp(`^[^%]*(?:%[^%(]*(?:${ARGUMENTS})?%[^%]*)*$`, "s");

/**
 * Checks the value of a header to add or set, in which `%NAME%`, `%NAME(argument)%` and `%NAME(["argument", ...])%` are variables of
 * Envoy and `%%` is a percent sign. Accepts what pkg/config/validation/header_value_validator.go of istio/istio accepts.
 * @returns why Envoy would refuse the value, or undefined
 */
export function checkHeaderValue(value: string): string | undefined {
  // oxlint-disable-next-line no-control-regex -- these are the characters that are refused
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) return "it holds a control character";
  return VALUE.test(value)
    ? undefined
    : 'a "%" in it begins no variable such as %REQ(NAME)%; write "%%" for a percent sign';
}
