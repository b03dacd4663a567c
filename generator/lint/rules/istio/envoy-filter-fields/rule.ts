import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { parseDuration } from "../duration.ts";
import { ENVOY_FIELDS, type EnvoyFieldKind } from "../envoy-fields-data.ts";
import { configPatches } from "../envoy-filter.ts";
import { entries, type Field, get, text } from "../../field.ts";
import { ENVOY_FILTER } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: BuildXDSObjectFromStruct of istio/istio pkg/config/xds. Only the fields of the object itself are looked at, not those below. */
export const rule: Rule = {
  name: "istio/envoy-filter-fields",
  severity: "error",
  summary: "The value of an EnvoyFilter's patch has fields that Envoy knows, of the right kind",
  aliases: ["IST0106", "IST0133"],
  scope: "file",
  check: checkEach([ENVOY_FILTER], (subject) => {
    for (const patch of configPatches(subject.spec)) {
      const applyTo = text(get(patch, "applyTo")) ?? "";
      const known = fieldsOf(applyTo);
      if (known === undefined) continue;
      for (const { key, field } of entries(get(patch, "patch", "value"))) {
        const kind = known.get(key);
        if (kind === undefined) {
          const hint = hintOf(key, known);
          const message = `Envoy knows no field "${key}" of ${applyTo} and ignores it (as of Istio 1.31)${hint}`;
          subject.warn(field, message, { part: "key" });
        } else if (!fits(kind, field)) subject.fail(field, `${key} must be ${WORDS[kind]}`);
      }
    }
  }),
};

/** What took the place of fields of Envoy's second API. */
const SUCCESSORS: Readonly<Record<string, string>> = {
  config: "typed_config",
  hosts: "load_assignment",
  tls_context: "transport_socket",
};

function hintOf(key: string, known: ReadonlyMap<string, EnvoyFieldKind>): string {
  const successor = Object.hasOwn(SUCCESSORS, key) ? SUCCESSORS[key]! : "";
  if (known.has(successor)) return `; use "${successor}"`;
  const candidate = suggest(key, known.keys());
  return candidate === undefined ? "" : `, did you mean "${candidate}"?`;
}

const WORDS: Readonly<Record<EnvoyFieldKind, string>> = {
  text: "a text",
  flag: "true or false",
  list: "a list",
  mapping: "a mapping",
  duration: "a duration, such as 5s",
  other: "a number or a word",
};

function fits(kind: EnvoyFieldKind, field: Field): boolean {
  const { value } = field;
  const isOpen = typeof value === "string" && text(field) === undefined;
  if (isOpen) return true;
  if (kind === "text") return typeof value === "string";
  if (kind === "flag") return typeof value === "boolean";
  if (kind === "list") return Array.isArray(value);
  if (kind === "mapping") return isMapping(value);
  if (kind === "duration") return typeof value === "string" && parseDuration(value) !== undefined;
  return !Array.isArray(value) && !isMapping(value);
}

const read = new Map<string, ReadonlyMap<string, EnvoyFieldKind>>();

/** @returns name → kind, each name in both of the spellings that istiod reads; undefined for what has no fields */
function fieldsOf(applyTo: string): ReadonlyMap<string, EnvoyFieldKind> | undefined {
  if (!Object.hasOwn(ENVOY_FIELDS, applyTo)) return undefined;
  const known = read.get(applyTo) ?? readFields(applyTo);
  read.set(applyTo, known);
  return known;
}

function readFields(applyTo: string): ReadonlyMap<string, EnvoyFieldKind> {
  const kinds = Object.entries(ENVOY_FIELDS[applyTo]!) as [EnvoyFieldKind, string][];
  const names = kinds.flatMap(([kind, list]) => list.split(" ").map((name) => ({ name, kind })));
  return new Map([
    ...names.map(({ name, kind }) => [name, kind] as const),
    ...names.map(({ name, kind }) => [camelCase(name), kind] as const),
  ]);
}

function camelCase(name: string): string {
  return name.replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}
