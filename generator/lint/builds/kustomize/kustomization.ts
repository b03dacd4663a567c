import { isMapping, listOf } from "../../../core/json.ts";
import type { Finding, Location } from "../../../core/finding.ts";
import type { Path } from "../../../core/path.ts";
import type { FolderTree } from "../tree.ts";
import { textOf } from "./item.ts";
import type { Source } from "./source.ts";
import { locateSource, within } from "./source.ts";

/** A kustomization.yaml or Component: its fields, with the way back to where each was written. */
export interface Kustomization {
  readonly folder: string;
  readonly data: Readonly<Record<string, unknown>>;
  readonly source: Source;
}

const NAMES = ["kustomization.yaml", "kustomization.yml", "Kustomization"] as const;

export function kustomizationFilesIn(tree: FolderTree, folder: string): string[] {
  const files = tree.filesIn(folder);
  return NAMES.filter((name) => files.includes(name)).map((name) =>
    folder === "." ? name : `${folder}/${name}`,
  );
}

/**
 * Reads the kustomization of a folder.
 * @returns it, or what is wrong with it; undefined where the folder has none
 */
export function readKustomization(
  tree: FolderTree,
  folder: string,
): { kustomization?: Kustomization; problems: Finding[]; file: string } | undefined {
  const [file, second] = kustomizationFilesIn(tree, folder);
  if (file === undefined) return undefined;
  if (second !== undefined) {
    const message = `${folder} has two kustomization files, ${file} and ${second}: kustomize refuses that; keep one`;
    return {
      problems: [problem("several-kustomizations", message, { file: second, line: 1, column: 1 })],
      file,
    };
  }
  const document = tree.parse(file)!.documents[0];
  if (!document)
    return {
      problems: [problem("invalid", `${file} is empty`, { file, line: 1, column: 1 })],
      file,
    };
  if (!isMapping(document.value)) {
    if (document.problems.length > 0) return { problems: [], file };
    return {
      problems: [problem("invalid", `${file} must be a mapping`, document.locate([]))],
      file,
    };
  }
  const source: Source = { file, document: document.index, path: [], find: document.locate };
  const kustomization = { folder, data: withKnownFields(document.value), source };
  return { kustomization, problems: checkShape(kustomization), file };
}

/** Makes a problem of this folder's rules, all at error level. */
export function problem(
  rule: string,
  message: string,
  at: Location,
  related?: Finding["related"],
): Finding {
  return {
    rule: `kustomize/${rule}`,
    severity: "error",
    message,
    at,
    ...(related ? { related } : {}),
  };
}

const LISTS = [
  "resources",
  "bases",
  "components",
  "crds",
  "configurations",
  "generators",
  "transformers",
  "validators",
  "patches",
  "patchesStrategicMerge",
  "patchesJson6902",
  "images",
  "imageTags",
  "replicas",
  "replacements",
  "vars",
  "labels",
  "configMapGenerator",
  "secretGenerator",
  "helmCharts",
  "helmChartInflationGenerator",
  "buildMetadata",
] as const;
const STRINGS = ["namePrefix", "nameSuffix", "namespace"] as const;
const MAPPINGS = [
  "commonLabels",
  "commonAnnotations",
  "generatorOptions",
  "sortOptions",
  "openapi",
  "metadata",
  "helmGlobals",
] as const;

const CANONICAL = new Map(
  [...LISTS, ...STRINGS, ...MAPPINGS, "apiVersion", "kind"].map((field) => [
    field.toLowerCase(),
    field,
  ]),
);

/** kustomize reads field names in any case. */
function withKnownFields(
  data: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const other = Object.keys(data).filter(
    (key) => (CANONICAL.get(key.toLowerCase()) ?? key) !== key,
  );
  if (other.length === 0) return data;
  return {
    ...data,
    ...Object.fromEntries(other.map((key) => [CANONICAL.get(key.toLowerCase())!, data[key]])),
  };
}

function checkShape({ data, source }: Kustomization): Finding[] {
  const problems: Finding[] = [];
  const expect = (field: string, shape: string, fits: (value: unknown) => boolean) => {
    const value = data[field];
    if (value !== undefined && value !== null && !fits(value)) {
      problems.push(
        problem("invalid", `${field} must be ${shape}`, locateSource(within(source, field))),
      );
    }
  };
  for (const field of LISTS) expect(field, "a list", Array.isArray);
  for (const field of STRINGS) expect(field, "a string", (value) => typeof value === "string");
  for (const field of MAPPINGS) expect(field, "a mapping", isMapping);
  const kind = data["kind"] ?? "Kustomization";
  if (kind !== "Kustomization" && kind !== "Component") {
    problems.push(
      problem(
        "invalid",
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
        "invalid",
        `apiVersion of a ${kind} must be ${version}, not ${found}`,
        locateSource(within(source, "apiVersion")),
      ),
    );
  }
  return problems;
}

export interface Entry<T> {
  readonly value: T;
  readonly source: Source;
}

/** The strings of a list field, each with its source. */
export function stringsOf(kustomization: Kustomization, field: string): Entry<string>[] {
  return listOf(kustomization.data[field]).flatMap((value, index) =>
    typeof value === "string"
      ? [{ value, source: within(kustomization.source, field, index) }]
      : [],
  );
}

/** The mappings of a list field, each with its source. */
export function mappingsOf(
  kustomization: Kustomization,
  field: string,
): Entry<Record<string, unknown>>[] {
  return listOf(kustomization.data[field]).flatMap((value, index) =>
    isMapping(value) ? [{ value, source: within(kustomization.source, field, index) }] : [],
  );
}

/** A mapping of strings, keys sorted as kustomize applies them. */
export function pairsOf(value: unknown): [string, string][] {
  if (!isMapping(value)) return [];
  return Object.entries(value)
    .map(([key, text]): [string, string] => [key, textOf(text)])
    .sort(([one], [other]) => (one < other ? -1 : 1));
}

export function textField(kustomization: Kustomization, field: string): string {
  const value = kustomization.data[field];
  return typeof value === "string" ? value : "";
}

export function sourceOf(kustomization: Kustomization, ...path: Path): Source {
  return within(kustomization.source, ...path);
}
