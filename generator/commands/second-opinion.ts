import { hasKubeconform, KUBECONFORM_MISSING, runKubeconform } from "../disk/kubeconform.ts";
import {
  type CheckedDocument,
  compareVerdicts,
  type Disagreement,
  printDocument,
} from "../lint/second-opinion.ts";
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
