import { asText, isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { findRe2Problem } from "../../../../schema/regex.ts";
import { configPatches } from "../envoy-filter.ts";
import {
  entries,
  entriesWithin,
  get,
  hasAny,
  isBlank,
  isSet,
  text,
  type Field,
} from "../../field.ts";
import { ENVOY_FILTER } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Longer version patterns are ignored by istiod. */
const LONGEST_VERSION = 1024;
const MATCHES = ["listener", "routeConfiguration", "cluster", "waypoint"];
const MATCH_OF: Readonly<Record<string, string>> = {
  LISTENER: "listener",
  FILTER_CHAIN: "listener",
  NETWORK_FILTER: "listener",
  HTTP_FILTER: "listener",
  ROUTE_CONFIGURATION: "routeConfiguration",
  VIRTUAL_HOST: "routeConfiguration",
  HTTP_ROUTE: "routeConfiguration",
  CLUSTER: "cluster",
};

/** Source: validateEnvoyFilter of istio/istio pkg/config/validation/envoyfilter. Of what a value is, only types of the old API are looked at. */
export const rule: Rule = {
  name: "istio/envoy-filter-patches",
  severity: "error",
  summary:
    "A patch of an EnvoyFilter says what it applies to, what it does, and matches objects of that class",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([ENVOY_FILTER], (subject) => {
    for (const patch of configPatches(subject.spec)) {
      if (!checkOperation(subject, patch) || !checkVersion(subject, patch)) continue;
      checkMatch(subject, patch);
      const value = get(patch, "patch", "value");
      checkValue(subject, value);
      for (const config of configsOf(asText(get(patch, "applyTo").value), value))
        checkConfig(subject, config);
    }
  }),
};

/** @returns whether it is worth to look further */
function checkOperation(subject: Subject, patch: Field): boolean {
  const applyTo = get(patch, "applyTo");
  if (!isSet(applyTo) || applyTo.value === "INVALID") {
    subject.fail(
      isSet(applyTo) ? applyTo : patch,
      `the patch needs applyTo, one of ${Object.keys(MATCH_OF).join(", ")} and others`,
    );
    return false;
  }
  const change = get(patch, "patch");
  if (!isSet(change)) {
    subject.fail(patch, "the entry needs a patch with an operation and a value");
    return false;
  }
  const operation = get(change, "operation");
  if (!isSet(operation) || operation.value === "INVALID") {
    subject.fail(
      isSet(operation) ? operation : change,
      "the patch needs an operation, such as MERGE, ADD or REMOVE",
      { part: "key" },
    );
    return false;
  }
  if (typeof operation.value !== "string") return false;
  if (operation.value === "REMOVE" || isSet(get(change, "value"))) return true;
  subject.fail(operation, `operation ${operation.value} needs a value`);
  return false;
}

function checkVersion(subject: Subject, patch: Field): boolean {
  const version = get(patch, "match", "proxy", "proxyVersion");
  const pattern = text(version);
  if (pattern === undefined) return true;
  if (pattern.length > LONGEST_VERSION) {
    subject.warn(
      version,
      `proxyVersion has ${pattern.length} characters and is ignored above ${LONGEST_VERSION}`,
    );
    return true;
  }
  const problem = findRe2Problem(pattern);
  if (problem !== undefined)
    subject.fail(version, `proxyVersion "${pattern}" is no regular expression of RE2 (${problem})`);
  return problem === undefined;
}

function checkMatch(subject: Subject, patch: Field): void {
  const applyTo = asText(get(patch, "applyTo").value);
  const expected = Object.hasOwn(MATCH_OF, applyTo) ? MATCH_OF[applyTo]! : undefined;
  const match = get(patch, "match");
  if (expected === undefined) return;
  const other = MATCHES.find((key) => key !== expected && hasAny(match, key));
  if (other !== undefined && !hasAny(match, expected)) {
    subject.fail(
      get(match, other),
      `applyTo ${applyTo} can only be matched by ${expected}, not by ${other}`,
      { part: "key" },
    );
    return;
  }
  const filter = get(match, "listener", "filterChain", "filter");
  if (expected === "listener" && isSet(filter)) checkFilter(subject, applyTo, filter);
}

function checkFilter(subject: Subject, applyTo: string, filter: Field): void {
  if (applyTo === "LISTENER" || applyTo === "FILTER_CHAIN") {
    subject.warn(
      filter,
      `a filter is not looked for when applyTo is ${applyTo}; remove it, or apply to NETWORK_FILTER or HTTP_FILTER`,
      { part: "key" },
    );
  }
  const name = get(filter, "name");
  if (isBlank(name)) {
    subject.fail(filter, "the filter to match needs a name", { part: "key" });
    return;
  }
  const inner = get(filter, "subFilter");
  if (!isSet(inner)) return;
  if (applyTo !== "HTTP_FILTER")
    subject.fail(inner, `subFilter is only for applyTo HTTP_FILTER, not ${applyTo}`, {
      part: "key",
    });
  else if (text(name) !== undefined && !HTTP_MANAGERS.includes(text(name)!)) {
    subject.fail(
      name,
      `subFilter needs the filter ${HTTP_MANAGERS[0]}, which holds HTTP filters, not "${text(name)}"`,
    );
  } else if (isBlank(get(inner, "name")))
    subject.fail(inner, "the HTTP filter to match needs a name", { part: "key" });
}

/** The types of the second API are gone. */
function checkValue(subject: Subject, value: Field): void {
  for (const { key, field } of entriesWithin(value)) {
    const type = text(field);
    if (key === "@type" && type?.includes(".v2.") === true) {
      subject.fail(field, `type "${type}" is of Envoy's API v2, which is gone; use the type of v3`);
    }
  }
}

const FILTERS = ["EXTENSION_CONFIG", "HTTP_FILTER", "LISTENER_FILTER", "NETWORK_FILTER"];
const ROUTES = ["HTTP_ROUTE", "ROUTE_CONFIGURATION", "VIRTUAL_HOST"];

/** The messages of a value that say their own type. */
function configsOf(applyTo: string, value: Field): Field[] {
  const keys = (...names: string[]) => names.map((name) => get(value, name));
  if (FILTERS.includes(applyTo))
    return keys("typed_config", "typedConfig").filter(({ value: config }) => isMapping(config));
  if (!ROUTES.includes(applyTo)) return [];
  return keys("typed_per_filter_config", "typedPerFilterConfig").flatMap((configs) =>
    entries(configs).map(({ field }) => field),
  );
}

function checkConfig(subject: Subject, config: Field): void {
  const type = get(config, "@type");
  const isOpen = typeof config.value === "string" && text(config) === undefined;
  if (isMapping(config.value) ? !isSet(type) : !isOpen) {
    subject.fail(config, 'the configuration needs an "@type" that says what it holds', {
      part: "key",
    });
  }
  const name = text(type)?.split("/").at(-1);
  if (name !== undefined && !/^\w+(\.\w+)+$/.test(name))
    subject.fail(
      type,
      `"${text(type)}" is no type such as type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua`,
    );
}

const HTTP_MANAGERS = [
  "envoy.filters.network.http_connection_manager",
  "envoy.http_connection_manager",
];
