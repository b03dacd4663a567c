/** How a string must look: a pattern that editors check too, and the words for one that does not match. */
export interface Pattern {
  readonly pattern: string;
  /** Follows the quoted value in a message; editors that know the keyword show it as well. */
  readonly patternErrorMessage: string;
  readonly maxLength?: number;
  readonly minLength?: number;
}

const label = "[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?";
const labelName = "[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?";

/** Namespaces and most short names (RFC 1123). */
export const dnsLabel: Pattern = {
  pattern: `^${label}$`,
  patternErrorMessage:
    'must be a DNS label: lower-case letters, digits and "-", at most 63 of them, with a letter or digit at both ends',
};

/** Names of Kubernetes Services (RFC 1035): no digit in front. */
export const serviceLabel: Pattern = {
  pattern: "^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$",
  patternErrorMessage:
    'must be the name of a Kubernetes Service: lower-case letters, digits and "-", at most 63 of them, a letter first and no "-" at the end',
};

/** Names of most objects, such as Secrets. */
export const subdomain: Pattern = {
  pattern: `^${label}(\\.${label})*$`,
  patternErrorMessage:
    'must be an object name: lower-case letters, digits, "-" and ".", with a letter or digit at both ends',
  maxLength: 253,
};

export const hostname: Pattern = {
  pattern: `^${label}(\\.${label})*$`,
  patternErrorMessage:
    'must be a DNS name such as "app.example.com": lower-case labels joined by dots, no scheme, port or path',
  maxLength: 253,
};

export const wildcardHost: Pattern = {
  pattern: `^(\\*|(\\*\\.)?${label}(\\.${label})*)$`,
  patternErrorMessage:
    'must be a DNS name such as "shop.example.com"; a wildcard is allowed as the left-most label only ("*.example.com")',
  maxLength: 253,
};

/** A Service in this namespace (`name`), in another (`name.namespace`), or any full DNS name. */
export const destinationHost: Pattern = {
  ...hostname,
  patternErrorMessage:
    'must be the name of a Service, alone or with its namespace: "name", "name.namespace" or a full DNS name',
};

export const version: Pattern = {
  pattern: "^[0-9]{1,4}\\.[0-9]{1,4}\\.[0-9]{1,4}(-[0-9A-Za-z.-]{1,40})?$",
  patternErrorMessage: 'must be a version of three numbers such as "1.31.1"',
};

export const minorVersion: Pattern = {
  pattern: "^[0-9]{1,4}\\.[0-9]{1,4}(\\.[0-9]{1,4})?$",
  patternErrorMessage: 'must be a version such as "1.36" or "1.36.2"',
};

/** What Helm takes as a chart version: a version or a range of versions. */
export const chartVersion: Pattern = {
  pattern: "^[0-9A-Za-z.+*~^<>=|, -]{1,100}$",
  patternErrorMessage: 'must be a chart version or a range such as "12.11.1" or ">=1.1.0 <1.2.0"',
};

export const duration: Pattern = {
  pattern: "^([0-9]{1,9}(\\.[0-9]{1,9})?(ms|s|m|h))+$",
  patternErrorMessage: 'must be a duration such as "500ms", "10s" or "1m30s"',
};

export const path: Pattern = {
  pattern: "^/[^\\u0000-\\u0020\\u007f-\\u009f\\u2028\\u2029?#]*$",
  patternErrorMessage:
    'must be a path: "/" first, no blank, "?" or "#" (queries are matched with "query")',
};

export const method: Pattern = {
  pattern: "^[A-Z][A-Z-]{0,30}$",
  patternErrorMessage: 'must be an HTTP method in capitals such as "GET"',
};

export const headerName: Pattern = {
  pattern: "^:?[!#$%&'*+.^_`|~0-9A-Za-z-]{1,255}$",
  patternErrorMessage: 'must be a header name such as "x-version"',
};

export const labelKey: Pattern = {
  pattern: `^(${label}(\\.${label})*/)?${labelName}$`,
  patternErrorMessage:
    'must be a label key: letters, digits, "-", "_" and ".", at most 63 of them, with an optional DNS prefix and "/"',
};

export const labelValue: Pattern = {
  pattern: `^(${labelName})?$`,
  patternErrorMessage:
    'must be a label value: letters, digits, "-", "_" and ".", at most 63 of them, with a letter or digit at both ends',
};

/** A folder in the repository. `..` and absolute paths cannot be written. */
export const folder: Pattern = {
  pattern:
    '^(?!.*(^|/)\\.{1,2}(/|$))[^/\\\\:*?"<>|\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029][^\\\\:*?"<>|\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$',
  patternErrorMessage:
    'must be a path inside the repository, from its root, such as "shared/policies"; "..", "." and absolute paths are not allowed',
  maxLength: 500,
};

export const url: Pattern = {
  pattern:
    "^(https?|oci)://[^\\s/\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029][^\\s\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$",
  patternErrorMessage: 'must be a URL such as "https://charts.example.com"',
  maxLength: 2048,
};

/** Any text on one line. */
export const line: Pattern = {
  pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]*$",
  patternErrorMessage: "must be text on one line, without control characters",
  maxLength: 2048,
};

/** As `line`, and not empty. */
export const filledLine: Pattern = {
  ...line,
  pattern: "^[^\\u0000-\\u001f\\u007f-\\u009f\\u2028\\u2029]+$",
  patternErrorMessage: "must be text on one line, not empty and without control characters",
};

/** Names of rules, such as `istio/gateway-exists`. */
export const ruleName: Pattern = {
  pattern: "^[a-z0-9-]+(/[a-z0-9-]+)+$",
  patternErrorMessage: 'must be the name of a rule such as "istio/gateway-exists"',
  maxLength: 100,
};
