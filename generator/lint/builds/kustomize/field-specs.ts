import { isMapping, listOf } from "../../../core/json.ts";
import type { Path } from "../../../core/path.ts";
import * as defaults from "./field-specs-data.ts";
import { textOf } from "./item.ts";

/** A field of some kinds, by a path in which lists need no index: `spec/template/spec/containers/image`. */
export interface FieldSpec {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly path: string;
  /** Make the field where there is none. */
  readonly create?: boolean;
}

/** Fields that hold the name of an object of one kind. */
export interface ReferenceSpec {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly referrers: readonly FieldSpec[];
}

/** What a kustomization changes where; `configurations` add to it. */
export interface Config {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
  readonly varReference: readonly FieldSpec[];
  readonly nameReference: readonly ReferenceSpec[];
}

const LISTS = [
  "namePrefix",
  "nameSuffix",
  "namespace",
  "commonLabels",
  "labels",
  "templateLabels",
  "commonAnnotations",
  "images",
  "replicas",
  "varReference",
] as const;

/** Of a kustomization that has read nothing yet. */
export const EMPTY_CONFIG: Config = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  images: [],
  replicas: [],
  varReference: [],
  nameReference: [],
};

export const DEFAULT_CONFIG: Config = joinConfigs(EMPTY_CONFIG, {
  ...EMPTY_CONFIG,
  namePrefix: [{ path: "metadata/name" }],
  nameSuffix: [{ path: "metadata/name" }],
  namespace: defaults.NAMESPACE,
  commonLabels: defaults.COMMON_LABELS,
  templateLabels: defaults.TEMPLATE_LABELS,
  commonAnnotations: defaults.COMMON_ANNOTATIONS,
  images: defaults.IMAGES,
  replicas: defaults.REPLICAS,
  varReference: defaults.VAR_REFERENCES,
  nameReference: defaults.NAME_REFERENCES,
});

/** Adds field specs to others; those that others already cover are left out. */
export function mergeSpecs(
  specs: readonly FieldSpec[],
  more: readonly FieldSpec[],
): readonly FieldSpec[] {
  let result = specs;
  for (const spec of more) {
    if (!result.some((known) => covers(known, spec))) result = [...result, spec];
  }
  return result;
}

function covers(known: FieldSpec, spec: FieldSpec): boolean {
  return (
    known.path === spec.path &&
    selects(spec, known.group ?? "", known.version ?? "", known.kind ?? "")
  );
}

/** @returns whether a spec's group, version and kind (each optional) are the given ones */
export function selects(
  spec: Omit<FieldSpec, "path">,
  group: string,
  version: string,
  kind: string,
): boolean {
  return (
    (!spec.group || spec.group === group) &&
    (!spec.version || spec.version === version) &&
    (!spec.kind || spec.kind === kind)
  );
}

/** The defaults with the entries of a file of `configurations`. */
export function readConfig(base: Config, value: unknown): Config {
  return isMapping(value) ? joinConfigs(base, parseConfig(value)) : base;
}

/** Joins the configs of a kustomization and of one that it includes, in kustomize's order of kinds. */
export function joinConfigs(one: Config, other: Config): Config {
  if (one === other || other === EMPTY_CONFIG) return one;
  const merged: Record<string, readonly FieldSpec[]> = {};
  for (const field of LISTS)
    merged[field] = mergeSpecs(one[field], other[field]).toSorted(compareKinds);
  return {
    ...(merged as unknown as Config),
    nameReference: mergeReferences(one.nameReference, other.nameReference),
  };
}

function parseConfig(value: Readonly<Record<string, unknown>>): Config {
  const lists = Object.fromEntries(LISTS.map((field) => [field, readSpecs(value[field])]));
  return { ...(lists as unknown as Config), nameReference: readReferences(value["nameReference"]) };
}

/** Specs of a kind come before specs of any kind. */
function compareKinds(one: FieldSpec, other: FieldSpec): number {
  const text = (spec: FieldSpec) =>
    `${spec.group || "~"}_${spec.version || "~"}_${spec.kind || "~"}`;
  return text(one) < text(other) ? -1 : text(one) > text(other) ? 1 : 0;
}

function readSpecs(value: unknown): FieldSpec[] {
  return listOf(value).flatMap((entry) => {
    if (!isMapping(entry) || typeof entry["path"] !== "string") return [];
    const text = (key: string) => (entry[key] ? textOf(entry[key]) : undefined);
    return [
      {
        group: text("group"),
        version: text("version"),
        kind: text("kind"),
        path: entry["path"],
        create: entry["create"] === true,
      },
    ];
  });
}

function readReferences(value: unknown): ReferenceSpec[] {
  return listOf(value).flatMap((entry) => {
    if (!isMapping(entry)) return [];
    const text = (key: string) => (entry[key] ? textOf(entry[key]) : undefined);
    return [
      {
        group: text("group"),
        version: text("version"),
        kind: text("kind"),
        referrers: readSpecs(entry["fieldSpecs"] ?? entry["referrers"]),
      },
    ];
  });
}

function mergeReferences(
  base: readonly ReferenceSpec[],
  more: readonly ReferenceSpec[],
): readonly ReferenceSpec[] {
  let result = base;
  for (const reference of more) {
    const known = result.find(
      (other) =>
        other.group === reference.group &&
        other.version === reference.version &&
        other.kind === reference.kind,
    );
    const merged = known && {
      ...known,
      referrers: mergeSpecs(known.referrers, reference.referrers),
    };
    result = merged
      ? result.map((other) => (other === known ? merged : other))
      : [...result, reference];
  }
  return result;
}

/** Splits a spec's path; `\/` is a slash inside a key. */
export function splitSpecPath(path: string): readonly string[] {
  const known = split.get(path);
  if (known) return known;
  const parts = (path.startsWith("/") ? path.slice(1) : path)
    .split(/(?<!\\)\//)
    .map((part) => part.replaceAll("\\/", "/"));
  split.set(path, parts);
  return parts;
}

const split = new Map<string, readonly string[]>();

/** Found fields, and whether something on the way was neither a mapping nor a list: kustomize fails there. */
export interface Found {
  readonly paths: Path[];
  readonly blocked: boolean;
}

/**
 * Finds the fields of an object that a spec means.
 * @param create include the field where it is missing, with its parents
 */
export function findFields(data: unknown, parts: readonly string[], create: boolean): Found {
  const paths: Path[] = [];
  let blocked = false;
  const walk = (value: unknown, at: number, path: Path): void => {
    if (at === parts.length) {
      paths.push(path);
      return;
    }
    if (value === null || value === undefined) return;
    if (Array.isArray(value)) {
      value.forEach((element, index) => walk(element, at, [...path, index]));
    } else if (isMapping(value)) {
      const part = parts[at]!;
      const asList = part.endsWith("[]");
      const key = asList ? part.slice(0, -2) : part;
      const next = Object.hasOwn(value, key) ? value[key] : undefined;
      if (next !== undefined && (next !== null || !create || asList))
        walk(next, at + 1, [...path, key]);
      else if (create && !asList) walk(at + 1 === parts.length ? null : {}, at + 1, [...path, key]);
    } else blocked = true;
  };
  walk(data, 0, []);
  return { paths, blocked };
}
