import { join } from "node:path";
import type { Finding } from "../core/finding.ts";
import { asText, isMapping } from "../core/json.ts";
import type { ResourceId } from "../core/resource.ts";
import type { Tree } from "../core/tree.ts";
import { kindOf } from "../disk/assets.ts";
import { hasKubeconform, KUBECONFORM_MISSING, runKubeconform } from "../disk/kubeconform.ts";
import {
  type CheckedDocument,
  compareVerdicts,
  type Disagreement,
  printDocument,
} from "../lint/second-opinion.ts";
import { SHIPPED_PACKS } from "../disk/packs.ts";
import { classify } from "../lint/classify.ts";
import { sourceTree } from "../lint/source.ts";
import { UsageError } from "./command.ts";

/**
 * Lets kubeconform judge what lint judged, with the same packs.
 * @param documents what lint checked, with its findings
 * @param packs real paths of pack folders, in the order that lint looks into them
 * @returns where the two disagree
 * @throws UsageError where kubeconform is not built; it says how to build it
 */
export async function secondOpinion(
  documents: readonly CheckedDocument[],
  packs: readonly string[],
): Promise<Disagreement[]> {
  if (!hasKubeconform()) throw new UsageError(`--second-opinion: ${KUBECONFORM_MISSING}`);
  const verdicts = await runKubeconform(
    documents.map(({ data }) => printDocument(data)),
    packs,
  );
  return compareVerdicts(documents, verdicts);
}

/**
 * Lists the Kubernetes objects of a tree's manifests, each with what lint found in it.
 * @param only these files, as lint has it
 * @param findings of the whole run, before a baseline is taken off
 */
export function checkedDocuments(
  tree: Tree,
  only: ReadonlySet<string> | undefined,
  findings: readonly Finding[],
): CheckedDocument[] {
  const source = sourceTree(tree);
  return [...classify(source.paths, source.yaml)].flatMap(([path, role]) => {
    if (role !== "manifest" || (only !== undefined && !only.has(path))) return [];
    const here = findings.filter(({ at }) => at.file === path);
    const { documents } = source.yaml(path)!;
    const places = documents.map((document) => document.locate([]));
    return documents.flatMap(({ value }, index) => {
      const resource = readId(value);
      if (resource === undefined) return [];
      const at = places[index]!;
      const next = places[index + 1]?.line ?? Infinity;
      const within = here.filter(({ at: { line } }) => line >= at.line && line < next);
      return [{ at, resource, data: value, findings: within }];
    });
  });
}

function readId(value: unknown): ResourceId | undefined {
  if (!isMapping(value) || !isMapping(value.metadata)) return undefined;
  const { apiVersion, kind } = value;
  if (typeof apiVersion !== "string" || typeof kind !== "string") return undefined;
  return { apiVersion, kind, name: asText(value.metadata.name ?? "") };
}

/**
 * Lists the pack folders that lint looks into, in its order; CRDs that it converts on the fly are not for kubeconform.
 * @param given real paths of `--schemas`
 * @param root of the linted tree
 * @param kubernetes minor whose built-in kinds count
 */
export function packFolders(
  given: readonly string[],
  root: string,
  kubernetes: string | undefined,
): string[] {
  return [...given, join(root, "schemas"), SHIPPED_PACKS]
    .flatMap((folder) => [
      ...(kubernetes === undefined ? [] : [join(folder, `kubernetes-${kubernetes}`)]),
      folder,
    ])
    .filter((folder) => kindOf(folder) === "folder");
}

/** @returns the lines that `lint --second-opinion` prints after its report */
export function printDisagreements(disagreements: readonly Disagreement[]): string {
  const lines = disagreements.flatMap(({ at, refusedBy, messages, reason }) => [
    `${at.file}:${at.line}:${at.column}: only ${refusedBy === "meshwright" ? "Meshwright" : "kubeconform"} refuses this`,
    ...messages.map((message) => `    ${message}`),
    `    ${reason ?? "not explained; the API server decides: kubectl apply --dry-run=server"}`,
  ]);
  const explained = disagreements.filter(({ reason }) => reason !== undefined).length;
  const summary =
    disagreements.length === 0
      ? "second opinion: kubeconform agrees"
      : `second opinion: kubeconform disagrees on ${disagreements.length}, ${explained} of them explained`;
  return `${[...lines, summary].join("\n")}\n`;
}
