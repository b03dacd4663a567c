import { isMapping } from "../../../core/json.ts";
import { didYouMean, suggest } from "../../../core/suggest.ts";
import { entries, type Field, isSet, items, text } from "../field.ts";
import type { LegacyProblem } from "./legacy-config.ts";

type Part =
  | "configuration"
  | "pool"
  | "advertisement"
  | "peer"
  | "node selector"
  | "expression"
  | "BFD profile";
type Type =
  | "text"
  | "whole number"
  | "true or false"
  | "list of texts"
  | "mapping of texts"
  | { list: Part };

/**
 * The keys of each part with what they hold; an unknown key or a value of another type makes MetalLB refuse the whole configuration.
 * Source: configFile in internal/config/config.go of metallb/metallb at v0.12.0, read by yaml.UnmarshalStrict.
 */
const PARTS: Record<Part, Readonly<Record<string, Type>>> = {
  configuration: {
    peers: { list: "peer" },
    "bgp-communities": "mapping of texts",
    "address-pools": { list: "pool" },
    "bfd-profiles": { list: "BFD profile" },
  },
  pool: {
    protocol: "text",
    name: "text",
    addresses: "list of texts",
    "avoid-buggy-ips": "true or false",
    "auto-assign": "true or false",
    "bgp-advertisements": { list: "advertisement" },
  },
  advertisement: {
    "aggregation-length": "whole number",
    "aggregation-length-v6": "whole number",
    localpref: "whole number",
    communities: "list of texts",
  },
  peer: {
    "my-asn": "whole number",
    "peer-asn": "whole number",
    "peer-address": "text",
    "source-address": "text",
    "peer-port": "whole number",
    "hold-time": "text",
    "keepalive-time": "text",
    "router-id": "text",
    "node-selectors": { list: "node selector" },
    password: "text",
    "bfd-profile": "text",
    "ebgp-multihop": "true or false",
  },
  "node selector": {
    "match-labels": "mapping of texts",
    "match-expressions": { list: "expression" },
  },
  expression: { key: "text", operator: "text", values: "list of texts" },
  "BFD profile": {
    name: "text",
    "receive-interval": "whole number",
    "transmit-interval": "whole number",
    "detect-multiplier": "whole number",
    "echo-interval": "whole number",
    "echo-mode": "true or false",
    "passive-mode": "true or false",
    "minimum-ttl": "whole number",
  },
};

/** @returns the unknown keys of the configuration, and the values that are not of their key's type */
export function checkShape(configuration: Field): LegacyProblem[] {
  return checkPart("configuration", configuration);
}

function checkPart(part: Part, field: Field): LegacyProblem[] {
  if (!isMapping(field.value)) return [{ path: field.path, message: `a ${part} is a mapping` }];
  const types = PARTS[part];
  return entries(field).flatMap(({ key, field: value }) => {
    const type = Object.hasOwn(types, key) ? types[key] : undefined;
    if (type !== undefined) return checkType(key, type, value);
    const known = Object.keys(types);
    const hint =
      suggest(key, known) === undefined ? `; it takes ${known.join(", ")}` : didYouMean(key, known);
    return [
      { path: value.path, part: "key", message: `unknown key "${key}" in the ${part}${hint}` },
    ];
  });
}

function checkType(key: string, type: Type, field: Field): LegacyProblem[] {
  const { value } = field;
  if (typeof value === "string" && text(field) === undefined) return []; // known only after a substitution
  const wrong = (what: string): LegacyProblem[] => [
    { path: field.path, message: `${key} is ${what}` },
  ];
  const isText = (each: unknown) => typeof each !== "object" || each === null;
  if (typeof type === "object")
    return Array.isArray(value)
      ? items(field).flatMap((item) => checkPart(type.list, item))
      : wrong("a list");
  switch (type) {
    case "text":
      return isText(value) ? [] : wrong("a text");
    case "whole number":
      return typeof value === "number" && value >= 0 && value <= 0xffffffff
        ? []
        : wrong("a whole number, without quotes and sign");
    case "true or false":
      return typeof value === "boolean" ? [] : wrong("true or false");
    case "list of texts":
      return Array.isArray(value) && value.every(isText) ? [] : wrong("a list of texts");
    case "mapping of texts":
      return isMapping(value) &&
        entries(field).every((entry) => isSet(entry.field) && isText(entry.field.value))
        ? []
        : wrong("a mapping of texts");
  }
}
