// Compares our verdict on manifests with a real API server's: `npm run build && node scripts/api-server.js <file or folder>...`.
// Needs kubectl and a cluster that KUBECONFIG names; CRDs have to be there. Nothing is written: every document is sent as
// `kubectl create --dry-run=server --validate=strict`. Prints each document on which the two differ, and counts; exits 1 where they do.
// With `--mutants <n> [--seed <n>] [--out <folder>]` it is not the documents that are compared, but so many mutants of them; those on which
// the two differ are written to the folder.
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { packSource, SHIPPED_PACKS } from "../dist/disk/packs.js";
import { lintTree } from "../dist/lint/engine.js";
import { rules } from "../dist/lint/rules/registry.js";
import { rule as duplicateKey } from "../dist/yaml/rules/duplicate-key/rule.js";
import { createRandom, mutateText } from "./fuzz/mutate.js";

const { values, positionals: paths } = parseArgs({
  allowPositionals: true,
  options: {
    mutants: { type: "string", default: "0" },
    seed: { type: "string", default: "1" },
    out: { type: "string" },
  },
});
const kubectl = (...args) => spawnSync("kubectl", args, { encoding: "utf8", timeout: 60_000 });
if (
  paths.length === 0 ||
  kubectl("version", "--client").status !== 0 ||
  kubectl("get", "--raw", "/readyz").status !== 0
) {
  console.error(
    "Usage: node scripts/api-server.js <file or folder>... with kubectl on the PATH and KUBECONFIG naming a cluster that answers.",
  );
  process.exit(2);
}

const schemas = [packSource(SHIPPED_PACKS)];
/**
 * What the API server judges, one document at a time: how it is written, its schema, and what is checked by hand for built-in kinds.
 * Not keys that stand twice: kubectl sends JSON, which holds the last of them.
 */
const ofOneResource = rules
  .filter((rule) => rule.name.startsWith("kubernetes/") && rule.scope === "file")
  .map((rule) => rule.name);
const isJudged = (rule) =>
  (rule.startsWith("yaml/") && rule !== duplicateKey.name) ||
  rule.startsWith("schema/") ||
  ofOneResource.includes(rule);
/** Answers that say nothing about the document: it is no resource, its kind or namespace is not on this cluster, or a webhook's word. */
const unrelated =
  /no matches for kind|ensure CRDs are installed|namespaces? "[^"]*" not found|forbidden|failed calling webhook|admission webhook|(?:apiVersion|kind) not set|(?:apiVersion|kind) isn't string|'(?:Kind|apiVersion)' is missing|invalid object to validate|no objects passed/;

const scratch = mkdtempSync(join(tmpdir(), "api-server-"));
const skipped = new Map();
const counts = { agree: 0, "we accept": 0, "we reject": 0, skipped: 0 };
const documents = paths
  .flatMap(filesOf)
  .flatMap((path) =>
    documentsOf(path).map((text, index) => ({ name: `${path} document ${index}`, text })),
  );
if (values.mutants === "0") for (const { name, text } of documents) compare(name, text);
for (
  let number = Number(values.seed);
  number < Number(values.seed) + Number(values.mutants);
  number++
) {
  const random = createRandom(number);
  const { name, text } = random.pick(documents);
  const mutant = mutateText(random, text, documents, random.pick([1, 1, 3]));
  if (!compare(`mutant ${number} of ${name}`, mutant) && values.out !== undefined) {
    mkdirSync(values.out, { recursive: true });
    writeFileSync(join(values.out, `${number}.yaml`), mutant);
  }
}
rmSync(scratch, { recursive: true });
console.log(JSON.stringify(counts));
for (const [what, count] of skipped) console.log(`skipped ${count}: ${what}`);
process.exitCode = counts["we accept"] + counts["we reject"] === 0 ? 0 : 1;

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /\.(ya?ml|json)$/.test(name) && !/(^|\/)\./.test(name))
    .map((name) => join(path, name))
    .sort();
}

function documentsOf(path) {
  const parts = readFileSync(path, "utf8").split(/^---(?=\s)/m);
  // Files of Helm, kustomize and others that are no resources have no apiVersion or kind at the margin.
  return parts.filter((part) => /^("?apiVersion|[{[])/m.test(part) && /^("?kind|[{[])/m.test(part));
}

/** @returns whether the two agree, or the answer says nothing */
function compare(name, text) {
  const file = join(scratch, "document.yaml");
  writeFileSync(file, text);
  const answer = kubectl("create", "--dry-run=server", "--validate=strict", "-f", file);
  const errors = (answer.stderr ?? "")
    .trim()
    .replaceAll(scratch, "")
    .split("\n")
    .filter((line) => !line.startsWith("Warning:"));
  const theirs = errors.join(" ");
  if (answer.status !== 0 && unrelated.test(theirs)) {
    skip(unrelated.exec(theirs)[0]);
    return true;
  }
  // What is there already was judged before it was found; a mutant may hold several documents.
  const accepts = answer.status === 0 || errors.every((line) => line.endsWith(" already exists"));
  const { findings, unchecked } = lintTree({ tree: new Map([["document.yaml", text]]), schemas });
  if (unchecked > 0) {
    skip("a kind without a schema, which we say");
    return true;
  }
  const ours = findings.filter(({ rule, severity }) => severity === "error" && isJudged(rule));
  if (accepts === (ours.length === 0)) {
    counts.agree++;
    return true;
  }
  counts[ours.length === 0 ? "we accept" : "we reject"]++;
  const words =
    ours.length === 0 ? theirs : ours.map(({ rule, message }) => `${rule}: ${message}`).join("; ");
  console.log(
    `${name}: ${ours.length === 0 ? "the API server rejects" : "only we reject"}: ${words}`,
  );
  return false;
}

function skip(reason) {
  skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
  counts.skipped++;
}
