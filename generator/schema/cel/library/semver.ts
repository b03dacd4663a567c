import { CelError, noOverload } from "../error.ts";
import { Extension, type Value } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

class SemverValue extends Extension {
  readonly type = "kubernetes.Semver";
  readonly core: readonly bigint[];
  readonly pre: readonly string[];
  constructor(core: readonly bigint[], pre: readonly string[]) {
    super();
    this.core = core;
    this.pre = pre;
  }
  equals(other: Extension): boolean {
    return compareVersions(this, other as SemverValue) === 0;
  }
}

const identifier = String.raw`(?:0|[1-9]\d*|\d*[A-Za-z-][0-9A-Za-z-]*)`;
const version = new RegExp(
  String.raw`^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-(${identifier}(?:\.${identifier})*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$`,
);

/** @param normalize drop a leading `v`, add missing parts, strip leading zeros */
function readVersion([text, normalize]: readonly Value[]): SemverValue | undefined {
  if (typeof text !== "string" || (normalize !== undefined && typeof normalize !== "boolean"))
    throw noOverload("semver");
  const match = version.exec(normalize === true ? normalizeVersion(text) : text);
  if (match === null) return undefined;
  return new SemverValue(
    match.slice(1, 4).map((part) => BigInt(part)),
    match[4]?.split(".") ?? [],
  );
}

function normalizeVersion(text: string): string {
  const bare = text.replace(/^v/, "");
  const end = bare.search(/[-+]/);
  const parts = (end < 0 ? bare : bare.slice(0, end))
    .split(".")
    .map((part) => part.replace(/^0+(?=\d)/, ""));
  while (parts.length < 3) parts.push("0");
  return parts.join(".") + (end < 0 ? "" : bare.slice(end));
}

function compareVersions(left: SemverValue, right: SemverValue): -1 | 0 | 1 {
  for (const [index, part] of left.core.entries())
    if (part !== right.core[index]) return part < right.core[index]! ? -1 : 1;
  if (left.pre.length === 0 || right.pre.length === 0)
    return left.pre.length === right.pre.length ? 0 : left.pre.length === 0 ? 1 : -1;
  for (const [index, part] of left.pre.entries()) {
    const other = right.pre[index];
    if (other === undefined) return 1;
    if (part !== other) return comparePart(part, other);
  }
  return left.pre.length === right.pre.length ? 0 : -1;
}

function comparePart(left: string, right: string): -1 | 1 {
  const [a, b] = [/^\d+$/.test(left), /^\d+$/.test(right)];
  if (a && b) return BigInt(left) < BigInt(right) ? -1 : 1;
  if (a !== b) return a ? -1 : 1;
  return left < right ? -1 : 1;
}

export const semverFunctions: Readonly<Record<string, CelFunction>> = {
  semver: (args) => {
    const value = readVersion(args);
    if (value === undefined) throw new CelError(`invalid semver ${JSON.stringify(args[0])}`);
    return value;
  },
  isSemver: (args) => readVersion(args) !== undefined,
};

/** Source: apiserver pkg/cel/library/semverlib.go. */
export const semverMethods: Readonly<Record<string, CelMethod>> = {
  isGreaterThan: on((left, right) => compareVersions(left, versionOf(right)) > 0),
  isLessThan: on((left, right) => compareVersions(left, versionOf(right)) < 0),
  compareTo: on((left, right) => BigInt(compareVersions(left, versionOf(right)))),
  major: on((value) => value.core[0]!),
  minor: on((value) => value.core[1]!),
  patch: on((value) => value.core[2]!),
};

function on(method: (value: SemverValue, other: Value | undefined) => Value): CelMethod {
  return (receiver, [other]) =>
    receiver instanceof SemverValue ? method(receiver, other) : undefined;
}

function versionOf(value: Value | undefined): SemverValue {
  if (value instanceof SemverValue) return value;
  throw noOverload("semver");
}
