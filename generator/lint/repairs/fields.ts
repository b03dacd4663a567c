import type { GroupStep } from "../../core/finding.ts";
import { isMapping, listOf } from "../../core/json.ts";
import { readYaml } from "../../yaml/read.ts";

/** How a deprecated field of a kustomization is replaced by the one of today. */
export interface Plan {
  readonly steps: readonly GroupStep[];
  /**
   * What shows that every build stays as it is: the field alone; the folder, when it is whole, for others take from it what it renders
   * to; or all builds that the folder is a part of.
   */
  readonly shownBy: "field" | "folder" | "builds";
}

type Data = Readonly<Record<string, unknown>>;

/**
 * Fields that are moved as they are written, in the order in which kustomize reads them. Sources: FixKustomization and
 * FixKustomizationPreMarshalling of kustomize api/types/kustomization.go; patchesStrategicMerge are applied before patches, and
 * patchesJson6902 behind names and labels (configureBuiltinTransformers of api/internal/target/kusttarget_configplugin.go).
 */
export const PLANS: Readonly<Record<string, (data: Data) => Plan | string>> = {
  bases: () => ({ steps: [joinInto("bases", "resources")], shownBy: "field" }),
  imageTags: () => ({ steps: [joinInto("imageTags", "images")], shownBy: "field" }),
  patchesStrategicMerge: planMergePatches,
  patchesJson6902: () => ({ steps: [joinInto("patchesJson6902", "patches")], shownBy: "folder" }),
  commonLabels: planLabels,
};

/** @returns the step that moves a list behind that of its successor */
export function joinInto(field: string, to: string): GroupStep {
  return { op: "join", path: [field], to, at: "end" };
}

function planMergePatches(data: Data): Plan | string {
  const field = "patchesStrategicMerge";
  const patches = listOf(data[field]);
  if (!patches.every((patch) => typeof patch === "string")) return "an entry of it is no string";
  const wraps = patches.map((patch, index): GroupStep => {
    const isInline = readYaml("", patch).documents.some(({ value }) => isMapping(value));
    return { op: "wrap", path: [field, index], key: isInline ? "patch" : "path" };
  });
  return {
    steps: [...wraps, { op: "join", path: [field], to: "patches", at: "start" }],
    shownBy: "folder",
  };
}

function planLabels(data: Data): Plan | string {
  const field = "commonLabels";
  const own = isMapping(data[field]) ? Object.keys(data[field]) : [];
  const pairs = listOf(data["labels"]).flatMap((entry) =>
    isMapping(entry) && isMapping(entry["pairs"]) ? Object.keys(entry["pairs"]) : [],
  );
  const both = own.find((key) => pairs.includes(key));
  if (both !== undefined) return `labels has ${both} too; keep one of them`;
  const wrap: GroupStep = {
    op: "wrap",
    path: [field],
    key: "pairs",
    beside: { includeSelectors: true },
    list: true,
  };
  return {
    steps: [wrap, joinInto(field, "labels")],
    shownBy: data["configurations"] === undefined ? "field" : "folder",
  };
}
