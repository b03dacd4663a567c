import type { Finding, Location } from "../../../../../core/finding.ts";
import { isMapping, listOf } from "../../../../../core/json.ts";
import { valueAt } from "../../../../../core/path.ts";
import type { Path } from "../../../../../core/path.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";
import { textOf } from "../../../kustomize/item.ts";
import { problem } from "../../../kustomize/problem.ts";
import { LISTS, MAPPINGS, STRINGS } from "../../../kustomize/shape.ts";
import { locateSource, within } from "../../../kustomize/source.ts";
import type { Source } from "../../../kustomize/source.ts";

export const rule: RuleInfo = {
  name: "kustomize/invalid",
  severity: "error",
  summary: "kustomize can use a kustomization",
};

export function describeEmpty(file: string): Finding {
  return problem(rule, `${file} is empty`, { file, line: 1, column: 1 });
}

export function describeNoMapping(file: string, at: Location): Finding {
  return problem(rule, `${file} must be a mapping`, at);
}

/** Reports fields of a kustomization that kustomize cannot read. Unknown fields are left to the schema. */
export function checkShape(data: Readonly<Record<string, unknown>>, source: Source): Finding[] {
  const problems: Finding[] = [];
  const expect = (field: string, shape: string, fits: (value: unknown) => boolean) => {
    const value = data[field];
    if (value !== undefined && value !== null && !fits(value)) {
      problems.push(
        problem(rule, `${field} must be ${shape}`, locateSource(within(source, field))),
      );
    }
  };
  for (const field of LISTS) expect(field, "a list", Array.isArray);
  for (const field of STRINGS) expect(field, "a string", (value) => typeof value === "string");
  for (const field of MAPPINGS) expect(field, "a mapping", isMapping);
  checkStrings(data, source, problems);
  if (isEmpty(data))
    problems.push(
      problem(
        rule,
        "this kustomization says nothing: kustomize refuses that",
        locateSource(source),
      ),
    );
  const kind = data["kind"] ?? "Kustomization";
  if (kind !== "Kustomization" && kind !== "Component") {
    problems.push(
      problem(
        rule,
        `kind must be Kustomization or Component, not ${textOf(kind)}`,
        locateSource(within(source, "kind")),
      ),
    );
    return problems;
  }
  const version =
    kind === "Component" ? "kustomize.config.k8s.io/v1alpha1" : "kustomize.config.k8s.io/v1beta1";
  if (
    data["apiVersion"] !== undefined &&
    data["apiVersion"] !== null &&
    data["apiVersion"] !== version
  ) {
    const found = textOf(data["apiVersion"]);
    problems.push(
      problem(
        rule,
        `apiVersion of a ${kind} must be ${version}, not ${found}`,
        locateSource(within(source, "apiVersion")),
      ),
    );
  }
  return problems;
}

/** Source: CheckEmpty of kustomize api/types, for which an empty list is something. */
function isEmpty(data: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(data).every(
    ([key, value]) =>
      key === "apiVersion" ||
      key === "kind" ||
      value === null ||
      value === "" ||
      value === undefined,
  );
}

const STRING_LISTS = [
  "resources",
  "bases",
  "components",
  "crds",
  "configurations",
  "generators",
  "transformers",
  "validators",
  "patchesStrategicMerge",
  "buildMetadata",
] as const;

/** Where strings must stand in the elements of a list field: fields, lists of strings and mappings of strings. */
const ELEMENTS: Readonly<
  Record<
    string,
    { fields?: readonly string[]; lists?: readonly string[]; mappings?: readonly Path[] }
  >
> = {
  images: { fields: ["name", "newName", "newTag", "digest", "tagSuffix"] },
  imageTags: { fields: ["name", "newName", "newTag", "digest", "tagSuffix"] },
  patches: { fields: ["path", "patch"] },
  patchesJson6902: { fields: ["path", "patch"] },
  replicas: { fields: ["name"] },
  labels: { mappings: [["pairs"]] },
  configMapGenerator: generatorStrings(),
  secretGenerator: generatorStrings(),
};

function generatorStrings() {
  return {
    fields: ["name", "namespace", "behavior", "type", "env"],
    lists: ["literals", "files", "envs"],
    mappings: [
      ["options", "labels"],
      ["options", "annotations"],
    ] as const,
  };
}

/** kustomize takes neither a number nor a boolean for a string: `newTag: 1.25` needs quotes. */
function checkStrings(
  data: Readonly<Record<string, unknown>>,
  source: Source,
  problems: Finding[],
): void {
  const expect = (value: unknown, path: Path) => {
    if (value === undefined || value === null || typeof value === "string") return;
    const hint = typeof value === "object" ? "" : `: put ${textOf(value)} in quotes`;
    problems.push(
      problem(
        rule,
        `${path.join(".")} must be a string${hint}`,
        locateSource(within(source, ...path)),
      ),
    );
  };
  const expectAll = (holder: unknown, path: Path) => {
    if (Array.isArray(holder)) holder.forEach((value, index) => expect(value, [...path, index]));
    else if (isMapping(holder))
      for (const [key, value] of Object.entries(holder)) expect(value, [...path, key]);
  };
  for (const field of STRING_LISTS) expectAll(data[field], [field]);
  for (const path of [
    ["commonLabels"],
    ["commonAnnotations"],
    ["generatorOptions", "labels"],
    ["generatorOptions", "annotations"],
  ])
    expectAll(valueAt(data, path), path);
  for (const [field, { fields, lists, mappings }] of Object.entries(ELEMENTS)) {
    listOf(data[field]).forEach((element, index) => {
      if (!isMapping(element)) return;
      for (const key of fields ?? []) expect(element[key], [field, index, key]);
      for (const key of lists ?? []) expectAll(element[key], [field, index, key]);
      for (const path of mappings ?? []) expectAll(valueAt(element, path), [field, index, ...path]);
    });
  }
}
