import type { Finding } from "../core/finding.ts";
import { isMapping } from "../core/json.ts";
import { toPointer, valueAt } from "../core/path.ts";
import { groupOf, type Resource } from "../core/resource.ts";
import { rule as cel } from "../schema/rules/cel/rule.ts";
import { rule as oneOf } from "../schema/rules/one-of/rule.ts";
import { rule as required } from "../schema/rules/required/rule.ts";
import { rule as unknownField } from "../schema/rules/unknown-field/rule.ts";
import type { SchemaProblem } from "../schema/types.ts";
import type { Validator } from "../schema/validate.ts";
import type { YamlFile, YamlProblem } from "../yaml/types.ts";
import type { Role } from "./classify.ts";
import {
  findResources,
  holdsOpenValues,
  isOpen,
  isTemplated,
  looksLikeManifest,
  toResource,
} from "./documents.ts";
import { findInlinePatches } from "./inline-patches.ts";

/** A file as lint takes it. */
export interface Manifest {
  /** What is wrong with its YAML. */
  findings: Finding[];
  /** Documents that are looked at. */
  documents: number;
  resources: Resource[];
}

/**
 * Finds what there is to check in a file.
 * @param isBuilt do only engines and kustomize read the file? To them a key may override one that `<<` merged.
 */
export function readManifest(file: YamlFile, role: Role, isBuilt: boolean): Manifest {
  const nothing = { findings: [], documents: 0, resources: [] };
  if (role === "data") return nothing;
  const all = [...file.problems, ...file.documents.flatMap((document) => document.problems)];
  const problems = isBuilt ? all.filter((problem) => !problem.overridesMerge) : all;
  const broken = problems.some((problem) => problem.severity === "error");
  if (
    broken &&
    role !== "kustomization" &&
    (isTemplated(file.text) || !looksLikeManifest(file.text))
  )
    return nothing;
  const resources = role === "kustomization" ? findKustomizations(file) : findResources(file);
  const isOurs = resources.length > 0 || role === "kustomization" || broken;
  return {
    findings: isOurs ? problems.map(fromYaml) : [],
    documents: file.documents.length,
    resources,
  };
}

/**
 * Checks a resource of a file, and the patches that it carries, against their schemas.
 * @param isPartial is the whole file a patch, or a base that nothing applies as it is?
 * @param standsAlone is the resource applied as it is written? One that every build changes is judged as rendered instead.
 */
export function checkWritten(
  resource: Resource,
  file: YamlFile,
  validator: Validator,
  isPartial: boolean,
  standsAlone: boolean,
): Judged {
  const { hasSchema, findings } = checkResource(resource, validator, isPartial || !standsAlone);
  const ofPatches = checkInlinePatches(resource, file, validator);
  return { hasSchema, findings: standsAlone ? [...findings, ...ofPatches] : ofPatches };
}

/** Checks the patches that a resource carries as strings. A repair cannot be said of what stands in a string. */
function checkInlinePatches(resource: Resource, file: YamlFile, validator: Validator): Finding[] {
  const found = findInlinePatches(resource, file).flatMap(({ resources, problems }) => [
    ...problems.map(fromYaml),
    ...resources.flatMap((patch) => checkResource(patch, validator, true).findings),
  ]);
  return found.map((finding) => ({ ...finding, fix: undefined }));
}

/** A kustomization may leave apiVersion and kind out. */
function findKustomizations(file: YamlFile): Resource[] {
  return file.documents.flatMap((document) => {
    if (!isMapping(document.value)) return [];
    const kind = document.value["kind"] ?? "Kustomization";
    const version =
      kind === "Component" ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
    return [
      toResource(
        file.file,
        document,
        { ...document.value, apiVersion: document.value["apiVersion"] ?? version, kind },
        [],
      ),
    ];
  });
}

/**
 * Checks one resource against its schema, CEL and metadata rules. Of a kind without a schema only the metadata is checked, and that only
 * where the kind can be one of a cluster: the group of a custom resource is a domain name.
 * @param partial the resource is a patch: what is missing is not missed
 */
export function checkResource(resource: Resource, validator: Validator, partial: boolean): Judged {
  const { data } = resource;
  const isEncrypted = isMapping(data["sops"]) && "mac" in data["sops"];
  const { checked, problems } = validator.validate(data, { partial });
  if (problems.length === 0 || (!checked && !groupOf(resource.id.apiVersion).includes(".")))
    return { hasSchema: checked, findings: [] };
  const open = holdsOpenValues(data);
  const findings = withoutConsequences(problems)
    .filter((problem) => !open || isDecided(problem, data))
    .filter((problem) => !isEncrypted || problem.path[0] !== "sops") // SOPS takes it out again
    .map((problem) => fromSchema(problem, resource));
  return { hasSchema: checked, findings };
}

/** What is said of one resource, and whether a schema is known for its kind. */
export interface Judged {
  hasSchema: boolean;
  findings: Finding[];
}

/** A misspelt key is missed under its right name as well: one mistake, told where it is. */
function withoutConsequences(problems: readonly SchemaProblem[]): readonly SchemaProblem[] {
  const meant = new Set(
    problems.flatMap(({ fix }) =>
      fix?.op === "rename-key" ? [toPointer([...fix.path.slice(0, -1), fix.to])] : [],
    ),
  );
  return meant.size === 0
    ? problems
    : problems.filter(
        (problem) => problem.rule !== required.name || !meant.has(toPointer(problem.path)),
      );
}

/** `${VAR}`, placeholders and ciphertext are filled in later: what is said of them, or of a whole that holds them, says nothing yet. */
function isDecided(problem: SchemaProblem, data: unknown): boolean {
  const value = valueAt(data, problem.path);
  if (problem.rule === unknownField.name) return true;
  if (problem.rule === cel.name || problem.rule === oneOf.name) return !holdsOpenValues(value);
  return !isOpen(value) && !isOpen(problem.path.at(-1));
}

function fromYaml(problem: YamlProblem): Finding {
  return {
    rule: problem.rule,
    severity: problem.severity,
    message: problem.message,
    at: problem.at,
    path: problem.path,
  };
}

function fromSchema(problem: SchemaProblem, resource: Resource): Finding {
  return {
    rule: problem.rule,
    severity: problem.severity,
    message: problem.message,
    at: resource.locate(problem.path, problem.part),
    path: problem.path,
    resource: resource.id,
    fix: problem.fix && {
      ...problem.fix,
      document: resource.document,
      path: [...(resource.at ?? []), ...problem.fix.path],
    },
  };
}
