// Checks that kubeconform and Meshwright still disagree where disagreements.yaml says so: `npm run test:kubeconform`.
import { readFileSync } from "node:fs";
import { runKubeconform } from "../dist/disk/kubeconform.js";
import { packSource, SHIPPED_PACKS } from "../dist/disk/packs.js";
import { compareVerdicts, printDocument } from "../dist/lint/second-opinion.js";
import { createValidator } from "../dist/schema/validate.js";
import { readYaml } from "../dist/yaml/read.js";

const file = "kubeconform-wasm/disagreements.yaml";
const cases = readYaml(file, readFileSync(new URL("disagreements.yaml", import.meta.url), "utf8"))
  .documents[0];
const validator = createValidator([packSource(SHIPPED_PACKS)]);

const documents = cases.value.map(({ document }, index) => ({
  at: cases.locate([index]),
  data: document,
  findings: validator.validate(document).problems,
}));
const verdicts = await runKubeconform(
  documents.map(({ data }) => printDocument(data)),
  [SHIPPED_PACKS],
);
const found = compareVerdicts(documents, verdicts);
let failed = 0;
for (const [index, { reason, refusedBy }] of cases.value.entries()) {
  const { at, findings } = documents[index];
  const disagreement = found.find((each) => each.at === at);
  if (disagreement?.refusedBy === refusedBy && disagreement.reason !== undefined) continue;
  failed++;
  console.log(
    `${file}:${at.line}: ${reason}: expected that ${refusedBy} alone refuses this, with a reason`,
  );
  console.log(
    `  Meshwright: ${findings.map(({ rule, message }) => `${message} [${rule}]`).join("; ") || "takes it"}`,
  );
  console.log(
    `  kubeconform: ${verdicts[index].status} ${verdicts[index].problems.map(({ path, message }) => `${path}: ${message}`).join("; ")}`,
  );
}
console.log(
  `${cases.value.length - failed} of ${cases.value.length} disagreements are as they were`,
);
process.exitCode = failed > 0 ? 1 : 0;
