// Compares verdicts with those of the real software: `npm run conformance -- <corpora folder> [name...]`.
// The layout: a folder per corpus with `expect.json` (`cases[]`) or `*.jsonl`; a corpus that is missing is left out.
// Prints agreement per corpus and every disagreement; exits 1 where there is one.
import { existsSync } from "node:fs";
import { join } from "node:path";
import { analyzerCases } from "./conformance/analyzers.js";
import { fleetCases, istioWebhookCases, kubectlCases, metallbCases } from "./conformance/lint.js";
import { celCases, structuralCases } from "./conformance/schema.js";
import { documentCases, gatewayCases, trapCases } from "./conformance/documents.js";

/** Corpus folder → what gives its cases: `{ id, want, got, why }`, verdicts as text. */
const corpora = {
  traps: trapCases,
  "k8s-cel": celCases,
  "k8s-structural": structuralCases,
  "kubectl-validate": kubectlCases,
  "istio-crd-validation": documentCases,
  "gateway-api": gatewayCases,
  "istio-webhook": istioWebhookCases,
  "istio-analyzers": analyzerCases,
  "metallb-config": metallbCases,
  "known-good": fleetCases,
};

const [folder, ...names] = process.argv.slice(2);
if (folder === undefined || !existsSync(folder)) {
  console.error(
    folder === undefined
      ? "Name the folder of the corpora: npm run conformance -- <folder>"
      : `There is no folder ${folder}.`,
  );
  process.exit(2);
}
const chosen = Object.entries(corpora).filter(
  ([name]) => names.length === 0 || names.includes(name),
);
const table = [];
let differ = 0;
for (const [name, casesOf] of chosen) {
  const root = join(folder, name);
  if (!existsSync(root)) {
    console.log(`${name}: not there, left out`);
    continue;
  }
  const cases = casesOf(root);
  const wrong = cases.filter(({ want, got }) => want !== got);
  for (const { id, want, got, why } of wrong)
    console.log(`${name}: ${id}: upstream ${want}, we ${got}${why ? `: ${why}` : ""}`);
  differ += wrong.length;
  table.push({ corpus: name, cases: cases.length, agree: cases.length - wrong.length });
}
console.table(table);
process.exit(differ === 0 ? 0 : 1);
