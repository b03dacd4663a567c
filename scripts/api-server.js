// Compares our verdict on manifests with a real API server's: `npm run build && node scripts/api-server.js <file or folder>...`.
// Needs kubectl and a cluster that KUBECONFIG names; CRDs have to be there. Nothing is written: every document is sent as
// `kubectl create --dry-run=server --validate=strict`. Prints each document on which the two differ, and counts; exits 1 where they do.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { packSource, SHIPPED_PACKS } from "../dist/disk/packs.js";
import { lintTree } from "../dist/lint/engine.js";

const paths = process.argv.slice(2);
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
/** Rules about other resources than the document: the API server judges each alone. */
const areas = ["yaml/", "schema/"];
/** Answers that say nothing about the document: no such kind or namespace on this cluster, or it is there already. */
const unrelated =
  /no matches for kind|ensure CRDs are installed|namespaces? "[^"]*" not found|already exists|forbidden|failed calling webhook/;

const scratch = mkdtempSync(join(tmpdir(), "api-server-"));
const counts = { agree: 0, "we accept": 0, "we reject": 0, skipped: 0 };
for (const path of paths.flatMap(filesOf))
  for (const [index, text] of documentsOf(path).entries()) compareDocument(path, index, text);
rmSync(scratch, { recursive: true });
console.log(JSON.stringify(counts));
process.exitCode = counts["we accept"] + counts["we reject"] === 0 ? 0 : 1;

function filesOf(path) {
  if (!statSync(path).isDirectory()) return [path];
  const names = readdirSync(path, { recursive: true, encoding: "utf8" });
  return names
    .filter((name) => /\.(ya?ml|json)$/.test(name))
    .map((name) => join(path, name))
    .sort();
}

function documentsOf(path) {
  const parts = readFileSync(path, "utf8").split(/^---(?=\s)/m);
  // Files of Helm, kustomize and others that are no resources have no apiVersion or kind at the margin.
  return parts.filter((part) => /^("?apiVersion|[{[])/m.test(part) && /^("?kind|[{[])/m.test(part));
}

function compareDocument(path, index, text) {
  const file = join(scratch, "document.yaml");
  writeFileSync(file, text);
  const answer = kubectl("create", "--dry-run=server", "--validate=strict", "-f", file);
  const theirs = (answer.stderr ?? "")
    .trim()
    .replaceAll(scratch, "")
    .split("\n")
    .filter((line) => !line.startsWith("Warning:"))
    .join(" ");
  if (answer.status !== 0 && unrelated.test(theirs)) return void counts.skipped++;
  const { findings } = lintTree({ tree: new Map([["document.yaml", text]]), schemas });
  const ours = findings.filter(
    ({ rule, severity }) => severity === "error" && areas.some((area) => rule.startsWith(area)),
  );
  if ((answer.status === 0) === (ours.length === 0)) return void counts.agree++;
  counts[ours.length === 0 ? "we accept" : "we reject"]++;
  const words =
    ours.length === 0 ? theirs : ours.map(({ rule, message }) => `${rule}: ${message}`).join("; ");
  console.log(
    `${path} document ${index}: ${ours.length === 0 ? "the API server rejects" : "only we reject"}: ${words}`,
  );
}
