/** Fields of a kustomization, by what they hold. */
export const LISTS = [
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
export const STRINGS = ["namePrefix", "nameSuffix", "namespace"] as const;
export const MAPPINGS = [
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
export function withKnownFields(
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
