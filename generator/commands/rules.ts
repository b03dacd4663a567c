import type { RuleInfo } from "../core/rule.ts";
import { ruleInfos } from "../lint/rules/registry.ts";
import { serviceRules } from "../services/rules.ts";

/*
 * The findings below have no folders of their own: each is a line in the code that reads or writes, which fails there and nowhere
 * else, and what causes it is the state of a disk. found-on-disk.test.ts brings each about; those of .meshwright.yaml have pages whose
 * examples run (rules.test.ts).
 */

/** Findings about files as such, made by `disk/`. */
const diskRules: readonly RuleInfo[] = [
  { name: "disk/binary", severity: "error", summary: "A file of manifests is text" },
  { name: "disk/encoding", severity: "error", summary: "A file of manifests is UTF-8" },
  {
    name: "disk/link",
    severity: "error",
    summary: "A symbolic link leads to a file of the repository",
  },
  { name: "disk/too-large", severity: "error", summary: "A file is small enough to be read" },
  { name: "disk/unreadable", severity: "error", summary: "A file can be read" },
];

/** Findings of `generate` about the tree that it writes. */
const generateRules: readonly RuleInfo[] = [
  {
    name: "generate/blocked",
    severity: "error",
    summary: "Nothing that cannot be replaced is in the place of a generated file",
  },
  { name: "generate/drift", severity: "error", summary: "The tree is what services.yaml says" },
  { name: "generate/edited", severity: "error", summary: "Generated files are not edited by hand" },
  {
    name: "generate/foreign",
    severity: "error",
    summary: "No file of the user's is in the place of a generated one",
  },
  {
    name: "generate/leftover",
    severity: "error",
    summary: "A file that is no longer generated was not edited by hand",
  },
  {
    name: "generate/link",
    severity: "error",
    summary: "No symbolic link is in the place of a generated file",
  },
  { name: "generate/lock", severity: "error", summary: "The lock file can be read" },
  { name: "render/template", severity: "error", summary: "A template exists and can be filled in" },
  {
    name: "render/unexpected-resources",
    severity: "error",
    summary: "A template makes the objects that were planned, and no others",
  },
];

/** Findings about .meshwright.yaml. */
const configRules: readonly RuleInfo[] = [
  {
    name: "config/file",
    severity: "error",
    summary: "The file can be read: one document, a mapping, of a sensible size",
  },
  {
    name: "config/format",
    severity: "error",
    summary: "Globs, names and the like are written as they must be",
  },
  { name: "config/range", severity: "error", summary: "Numbers and sizes are within their limits" },
  { name: "config/required", severity: "error", summary: "Fields that are needed are there" },
  { name: "config/type", severity: "error", summary: "Values are of the right type" },
  { name: "config/unknown-field", severity: "error", summary: "Fields are ones that exist" },
  { name: "config/value", severity: "error", summary: "Values are among the possible ones" },
];

/** Findings of `schemas sync`. */
const schemasRules: readonly RuleInfo[] = [
  { name: "schemas/sources", severity: "error", summary: "schemas/sources.yaml can be used" },
];

/** Every rule that a finding can name, sorted. */
export const allRules: readonly RuleInfo[] = [
  ...ruleInfos,
  ...serviceRules,
  ...configRules,
  ...schemasRules,
  ...diskRules,
  ...generateRules,
].sort((a, b) => (a.name < b.name ? -1 : 1));

/** @returns what each rule asks for, by its name */
export function summaries(): Map<string, string> {
  return new Map(allRules.map(({ name, summary }) => [name, summary]));
}
