// Builds every kustomization of a tree with `kubectl kustomize`, without network, and says which do not build.
// usage: node scripts/build-kustomizations.js [FOLDER]
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const root = process.argv[2] ?? ".";
if (spawnSync("kubectl", ["version", "--client"]).status !== 0) {
  console.error(
    "kubectl is not on the PATH: it is needed to build kustomizations (https://kubernetes.io/docs/tasks/tools/)",
  );
  process.exit(2);
}

const folders = ["apps", "clusters"]
  .flatMap((top) =>
    readdirSync(join(root, top), { recursive: true }).map((path) => join(root, top, path)),
  )
  .filter((path) => path.endsWith("kustomization.yaml"))
  .filter((path) => !/^kind: Component$/m.test(readFileSync(path, "utf8")))
  .map((path) => dirname(path))
  .toSorted();

let failed = 0;
for (const folder of folders) {
  const { status, stdout, stderr } = spawnSync("kubectl", ["kustomize", folder], {
    encoding: "utf8",
  });
  const objects = stdout.split("\n").filter((line) => line.startsWith("kind: ")).length;
  const remote = /github\.com|https?:\/\//.test(
    readFileSync(join(folder, "kustomization.yaml"), "utf8").replace(/^#.*$/gm, ""),
  );
  if (status === 0 && objects > 0 && !remote) continue;
  failed += 1;
  console.error(
    `${folder}: ${remote ? "it needs the network" : stderr.trim() || "it holds nothing"}`,
  );
}
console.log(`${folders.length - failed} of ${folders.length} kustomizations build`);
process.exit(failed === 0 ? 0 : 1);
