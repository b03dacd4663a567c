// Generates a fleet of services in several clusters and says what the first and the second run cost; then what lint of the whole tree with
// all rules costs beside lint of its files alone.
// Usage: npm run build && node bench/generate.mjs [services] [clusters] [rounds]
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measure, median, row } from "./measure.mjs";

const services = Number(process.argv[2] ?? 1000);
const clusters = Number(process.argv[3] ?? 10);
const rounds = Number(process.argv[4] ?? 3);
const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const scoped = fileURLToPath(new URL("./lint-scope.mjs", import.meta.url));

const input = `version: 1
git: { url: https://git.example.com/platform/fleet.git, branch: main }
gitops: [flux, argocd]
domain: app.example.com
mesh: { istio: 1.31.1 }
metallb:
  version: 0.16.2
  pools:
    - { name: main, protocol: layer2, addresses: [192.168.23.10-192.168.23.200] }
dashboards:
  grafana: { expose: loadBalancer, allowFrom: [192.168.0.0/16] }
clusters:
${lines(clusters, (index) => `  cluster-${index}: { kubernetes: "1.36", domain: c${index}.example.com }`)}
services:
${lines(services, service)}
`;

function service(index) {
  const call = index > 0 ? `, calls: [service-${index - 1}]` : "";
  return `  service-${index}: { paths: [/, /health, /page-${index % 7}]${call} }`;
}

function lines(count, line) {
  return Array.from({ length: count }, (_, index) => line(index)).join("\n");
}

const work = mkdtempSync(join(tmpdir(), "meshwright-bench-"));
const tree = join(work, "tree");
const cache = join(work, "cache");
const run = (...words) =>
  measure([process.execPath, ...words], {
    cwd: tree,
    env: { ...process.env, XDG_CACHE_HOME: cache },
  });

try {
  const runs = { first: [], second: [], anew: [], whole: [], alone: [] };
  let files = 0;
  for (let round = 0; round < rounds; round++) {
    rmSync(work, { recursive: true, force: true });
    rmSync(cache, { recursive: true, force: true });
    mkdirSync(tree, { recursive: true });
    writeFileSync(join(tree, "services.yaml"), input);
    runs.first.push(await run(cli, "generate"));
    runs.second.push(await run(cli, "generate"));
    rmSync(cache, { recursive: true, force: true });
    runs.anew.push(await run(cli, "generate"));
    runs.whole.push(await run(scoped, "build"));
    runs.alone.push(await run(scoped, "file"));
    files = readdirSync(tree, { recursive: true, withFileTypes: true }).filter((entry) =>
      entry.isFile(),
    ).length;
  }
  console.log(
    `${services} services in ${clusters} clusters, ${files} files, medians of ${rounds} rounds; load ${loadavg()[0].toFixed(1)}`,
  );
  const [first, second, anew] = [median(runs.first), median(runs.second), median(runs.anew)];
  row("generate, first", first);
  row("generate, second", second, `${(first.seconds / second.seconds).toFixed(1)} times as fast`);
  row("generate, without a cache", anew);
  const [whole, filesAlone] = [median(runs.whole), median(runs.alone)];
  row("lint of files alone", filesAlone);
  row(
    "lint with all rules",
    whole,
    `${(whole.seconds / filesAlone.seconds).toFixed(2)} times the time, ${(whole.cpu / filesAlone.cpu).toFixed(2)} times the processor time`,
  );
} finally {
  rmSync(work, { recursive: true, force: true });
}
