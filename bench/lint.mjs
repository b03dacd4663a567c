// Times lint of generated Gateways and VirtualServices beside kubeconform on the same files, with our packs as its schemas: one after the
// other, several times, and lint again with its cache. Then how lint grows with the number of files.
// Usage: npm run build && node bench/lint.mjs [files] [rounds]
// kubeconform: go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeManifests } from "./manifests.mjs";
import { measure, median, row } from "./measure.mjs";

const files = Number(process.argv[2] ?? 10_000);
const rounds = Number(process.argv[3] ?? 5);
const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const schemas = fileURLToPath(new URL("../schemas", import.meta.url));
const pattern = `${schemas}/{{.Group}}/{{.ResourceKind}}_{{.ResourceAPIVersion}}.json`;

const work = mkdtempSync(join(tmpdir(), "meshwright-bench-"));
const cache = join(work, "cache");
const environment = { ...process.env, XDG_CACHE_HOME: cache };

const manifests = (count) => {
  const folder = join(work, String(count));
  mkdirSync(folder);
  writeManifests(folder, count);
  // The Services that they lead to are elsewhere: lint is timed, not the printing of that.
  writeFileSync(join(folder, ".meshwright.yaml"), 'external:\n  - host: "*"\n');
  return folder;
};
const lint = (folder, ...words) =>
  measure([process.execPath, cli, "lint", ...words], { cwd: folder, env: environment });
const lintCold = (folder) => {
  rmSync(cache, { recursive: true, force: true });
  return lint(folder);
};
const kubeconform = (folder) =>
  measure([
    "kubeconform",
    "-strict",
    "-ignore-filename-pattern",
    "[.]meshwright",
    "-schema-location",
    pattern,
    folder,
  ]);

function has(program) {
  try {
    execFileSync(program, ["-v"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

try {
  const beside = has("kubeconform");
  if (!beside)
    console.log(
      "kubeconform is not there, so ours runs alone: go install github.com/yannh/kubeconform/cmd/kubeconform@v0.8.0\n",
    );
  const folder = manifests(files);
  const runs = { cold: [], warm: [], kubeconform: [] };
  for (let round = 0; round < rounds; round++) {
    if (beside) runs.kubeconform.push(await kubeconform(folder));
    runs.cold.push(await lintCold(folder));
    runs.warm.push(await lint(folder));
  }
  console.log(`${files} files, medians of ${rounds} rounds; load ${loadavg()[0].toFixed(1)}`);
  const [cold, warm] = [median(runs.cold), median(runs.warm)];
  row("meshwright lint, cold", cold);
  row("meshwright lint, warm", warm);
  if (beside) {
    const other = median(runs.kubeconform);
    row("kubeconform -strict", other);
    const ratio = (ours) =>
      `${(ours.seconds / other.seconds).toFixed(2)} of its time, ${(ours.cpu / other.cpu).toFixed(2)} of its processor time`;
    console.log(`cold: ${ratio(cold)}\nwarm: ${ratio(warm)}`);
  }
  console.log("\ncold, by number of files");
  for (const count of [1000, 2000, 5000, 10_000].filter((count) => count !== files)) {
    const run = await lintCold(manifests(count));
    row(`${count} files`, run, `${((run.cpu * 1000) / count).toFixed(2)} ms cpu a file`);
  }
  row(`${files} files`, cold, `${((cold.cpu * 1000) / files).toFixed(2)} ms cpu a file`);
} finally {
  rmSync(work, { recursive: true, force: true });
}
