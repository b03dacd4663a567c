// Renders every Helm release of a tree with `helm template` and the real charts, to see that they take the values.
// usage: node scripts/template-charts.js FOLDER CHARTS
//   CHARTS  a folder with NAME-VERSION.tgz of each chart that the tree names
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";

const [root, charts] = process.argv.slice(2);
if (root === undefined || charts === undefined) {
  console.error("usage: node scripts/template-charts.js FOLDER CHARTS");
  process.exit(2);
}
if (spawnSync("helm", ["version"]).status !== 0) {
  console.error(
    "helm is not on the PATH: it is needed to render charts (https://helm.sh/docs/intro/install/)",
  );
  process.exit(2);
}

const releases = readdirSync(join(root, "clusters"), { recursive: true })
  .filter((path) => /helmrelease-[^/]*\.yaml$/.test(path))
  .toSorted();

const counts = { rendered: 0, failed: 0, missing: 0 };
for (const path of releases) {
  const { spec } = parse(readFileSync(join(root, "clusters", path), "utf8"));
  const { chart, version } = spec.chart.spec;
  const archive = join(charts, `${chart}-${version}.tgz`);
  if (!existsSync(archive)) {
    counts.missing += 1;
    console.error(`${path}: ${archive} is not there`);
    continue;
  }
  const options = [
    "template",
    spec.releaseName,
    archive,
    "--namespace",
    spec.targetNamespace,
    "--values",
    "-",
  ];
  const { status, stdout, stderr } = spawnSync("helm", options, {
    encoding: "utf8",
    input: stringify(spec.values ?? {}),
    maxBuffer: 1 << 28,
  });
  // The same release again: what differs would be applied by Argo CD at every sync.
  const again = spawnSync("helm", options, {
    encoding: "utf8",
    input: stringify(spec.values ?? {}),
    maxBuffer: 1 << 28,
  });
  const problem =
    status !== 0 ? stderr.trim() : stdout === again.stdout ? undefined : "two renders differ";
  counts[problem === undefined ? "rendered" : "failed"] += 1;
  if (problem !== undefined) console.error(`${path}: ${problem}`);
}
console.log(
  `${counts.rendered} of ${releases.length} releases render, ${counts.failed} do not, ${counts.missing} charts are missing`,
);
process.exit(counts.failed === 0 ? 0 : 1);
