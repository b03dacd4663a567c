import type { Path } from "../../../core/path.ts";
import { isMapping, listOf, lookUp } from "../../../core/json.ts";
import { EMPTY_CONFIG } from "./field-specs.ts";
import type { Config, FieldSpec } from "./field-specs.ts";
import { textOf } from "./item.ts";
import type { Item } from "./item.ts";
import { stringsOf } from "./kustomization.ts";
import type { Kustomization } from "./kustomization.ts";
import {
  documentSource,
  isRemote,
  readInline,
  readItems,
  resolveFile,
  resolvePath,
} from "./load.ts";
import { leaveOut } from "./scope.ts";
import type { Scope } from "./scope.ts";

/**
 * A plugin of kustomize's own, told as the field of a kustomization that does the same, with fields of its own to change. Source: the
 * plugins of sigs.k8s.io/kustomize api/internal/builtins, which serve kustomize's own fields too.
 */
export interface Step {
  readonly kustomization: Kustomization;
  readonly config: Config;
}

/** How a plugin's settings stand in a kustomization. */
interface Plugin {
  /** Each field of the kustomization with the place of the setting that it is made of; undefined where no field does the same. */
  readonly fields: (
    settings: Readonly<Record<string, unknown>>,
  ) => Record<string, Place> | undefined;
  /** Which fields of objects it changes, where its settings say so. */
  readonly specs?: keyof Config;
}

/** A value, and where it stands in the settings: itself, or for a list its elements. */
type Place = { value: unknown; at: Path } | { list: readonly { value: unknown; at: Path }[] };

const TRANSFORMERS: Readonly<Record<string, Plugin>> = {
  AnnotationsTransformer: {
    fields: ({ annotations }) => ({
      commonAnnotations: { value: annotations, at: ["annotations"] },
    }),
    specs: "commonAnnotations",
  },
  ImageTagTransformer: {
    fields: ({ imageTag }) => ({ images: { list: [{ value: imageTag, at: ["imageTag"] }] } }),
    specs: "images",
  },
  LabelTransformer: {
    fields: ({ labels }) => ({ commonLabels: { value: labels, at: ["labels"] } }),
    specs: "commonLabels",
  },
  NamespaceTransformer: {
    fields: ({ metadata, unsetOnly, setRoleBindingSubjects }) =>
      isMapping(metadata) && !unsetOnly && !setRoleBindingSubjects
        ? { namespace: { value: metadata["namespace"], at: ["metadata", "namespace"] } }
        : undefined,
    specs: "namespace",
  },
  PatchJson6902Transformer: {
    fields: ({ target, path, jsonOp }) => ({
      patchesJson6902: { list: [{ value: { target, path, patch: jsonOp }, at: [] }] },
    }),
  },
  PatchStrategicMergeTransformer: {
    fields: ({ paths, patches }) => ({
      patchesStrategicMerge: {
        list: [
          ...listOf(paths).map((value, index) => ({ value, at: ["paths", index] })),
          ...(typeof patches === "string" ? [{ value: patches, at: ["patches"] }] : []),
        ],
      },
    }),
  },
  PatchTransformer: {
    fields: (settings) => ({ patches: { list: [{ value: settings, at: [] }] } }),
  },
  PrefixTransformer: {
    fields: ({ prefix }) => ({ namePrefix: { value: prefix, at: ["prefix"] } }),
    specs: "namePrefix",
  },
  ReplacementTransformer: {
    fields: ({ replacements }) => ({
      replacements: {
        list: listOf(replacements).map((value, index) => ({ value, at: ["replacements", index] })),
      },
    }),
  },
  ReplicaCountTransformer: {
    fields: ({ replica }) => ({ replicas: { list: [{ value: replica, at: ["replica"] }] } }),
    specs: "replicas",
  },
  SuffixTransformer: {
    fields: ({ suffix }) => ({ nameSuffix: { value: suffix, at: ["suffix"] } }),
    specs: "nameSuffix",
  },
};

const GENERATORS: Readonly<Record<string, Plugin>> = {
  ConfigMapGenerator: { fields: (settings) => generator("configMapGenerator", settings) },
  SecretGenerator: { fields: (settings) => generator("secretGenerator", settings) },
};

function generator(
  field: string,
  settings: Readonly<Record<string, unknown>>,
): Record<string, Place> {
  const metadata = isMapping(settings["metadata"]) ? settings["metadata"] : {};
  const { name, namespace } = metadata;
  const own = { ...settings, name, ...(settings["namespace"] ? {} : { namespace }) };
  return { [field]: { list: [{ value: own, at: [] }] } };
}

/**
 * Reads the plugins that a kustomization lists, those written into it first. What is no plugin of kustomize's own, and what cannot be
 * told as a field, is left out.
 */
export function readSteps(
  scope: Scope,
  kustomization: Kustomization,
  field: "generators" | "transformers",
): Step[] {
  const entries = stringsOf(kustomization, field).map((entry) => ({
    ...entry,
    isInline: /\n|: /.test(entry.value),
  }));
  const items = entries
    .toSorted((one, other) => Number(other.isInline) - Number(one.isInline))
    .flatMap(({ value, source, isInline }): Item[] => {
      if (isInline) {
        const inline = readInline(scope.tree, value, source);
        return readItems(scope, inline.file, inline.source, source);
      }
      const folder = isRemote(value) ? undefined : resolvePath(kustomization.folder, value);
      if (folder !== undefined && scope.tree.isFolder(folder)) {
        leaveOut(scope, `${field}: the plugins of ${value} are not run`, source);
        return [];
      }
      const path = resolveFile(scope, kustomization.folder, value, source, field.slice(0, -1));
      if (path === undefined) return [];
      const file = scope.tree.parse(path)!;
      return readItems(scope, file, documentSource(file), source);
    });
  const plugins = field === "generators" ? GENERATORS : TRANSFORMERS;
  return items.flatMap((item) => toStep(scope, kustomization, plugins, item) ?? []);
}

function toStep(
  scope: Scope,
  { folder }: Kustomization,
  plugins: Readonly<Record<string, Plugin>>,
  { data: settings, source }: Item,
): Step | undefined {
  const kind = textOf(settings["kind"]);
  const plugin = settings["apiVersion"] === "builtin" ? lookUp(plugins, kind) : undefined;
  const fields = plugin?.fields(settings);
  if (!plugin || !fields) {
    leaveOut(scope, `plugin ${kind} is not run`, source);
    return undefined;
  }
  const data = Object.fromEntries(
    Object.entries(fields).map(([name, place]) => [
      name,
      "list" in place ? place.list.map(({ value }) => value) : place.value,
    ]),
  );
  const find: Kustomization["source"]["find"] = ([name, ...rest], part) => {
    const place = name === undefined ? undefined : lookUp(fields, String(name));
    if (!place) return source.find(source.path, part);
    if (!("list" in place)) return source.find([...source.path, ...place.at, ...rest], part);
    const [index, ...deeper] = rest;
    const at = place.list[Number(index)]?.at ?? [];
    return source.find([...source.path, ...at, ...deeper], part);
  };
  return {
    kustomization: { folder, data, source: { ...source, path: [], find } },
    config: plugin.specs
      ? { ...EMPTY_CONFIG, [plugin.specs]: readSpecs(settings["fieldSpecs"]) }
      : EMPTY_CONFIG,
  };
}

function readSpecs(value: unknown): FieldSpec[] {
  return listOf(value).flatMap((spec) =>
    isMapping(spec) && typeof spec["path"] === "string" ? [spec as unknown as FieldSpec] : [],
  );
}
