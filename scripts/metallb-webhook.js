// Compares our verdict on sets of MetalLB resources with MetalLB's own webhook: `npm run build && node scripts/metallb-webhook.js <count> <seed>`.
// Needs kubectl and a scratch cluster that KUBECONFIG names, in which MetalLB 0.16 runs in namespace metallb-system and holds no
// configuration: each set is created object by object, so that the webhook judges each against those before it, and taken away again.
// Prints each set on which the two differ, and counts; exits 1 where they do.
//
// The webhook leaves to the speakers what depends on two kinds of resources (resetTransientErrorsFields of internal/config): the names of
// BFDProfiles, Secrets and community aliases, passwordSecret as a whole, and echo mode with IPv6. A peer with disableMP it does not judge
// at all; the sets have none.
import { spawnSync } from "node:child_process";
import { packSource, SHIPPED_PACKS } from "../dist/disk/packs.js";
import { lintTree } from "../dist/lint/engine.js";
import { createRandom } from "./fuzz/mutate.js";
import { makeSet } from "./metallb-sets.js";

const NAMESPACE = "metallb-system";
const KINDS = "bgppeers,bgpadvertisements,l2advertisements,ipaddresspools,communities,bfdprofiles";
const [count = 200, seed = 1] = process.argv.slice(2).map(Number);
const kubectl = (args, input) =>
  spawnSync("kubectl", args, { encoding: "utf8", timeout: 120_000, input });

const reason =
  Number.isInteger(count) && Number.isInteger(seed)
    ? findObstacle()
    : "<count> and <seed> are numbers";
if (reason !== undefined) {
  console.error(
    `${reason}\nUsage: node scripts/metallb-webhook.js <count> <seed>, with kubectl on the PATH and KUBECONFIG naming a scratch cluster that runs MetalLB in ${NAMESPACE}.`,
  );
  process.exit(2);
}

const nodes = JSON.parse(kubectl(["get", "nodes", "-o", "json"]).stdout).items;
const mode = readMode();
const schemas = [packSource(SHIPPED_PACKS)];
const counts = { "both accept": 0, "both refuse": 0, "we accept": 0, "we refuse": 0 };
for (let number = 0; number < count; number++) compareSet(seed * 100_000 + number);
console.log(JSON.stringify({ mode, ...counts }));
process.exitCode = counts["we accept"] + counts["we refuse"] === 0 ? 0 : 1;

function findObstacle() {
  if (kubectl(["version", "--client"]).status !== 0) return "kubectl does not run.";
  if (kubectl(["get", "--raw", "/readyz"]).status !== 0) return "No cluster answers.";
  const held = kubectl(["get", KINDS, "-n", NAMESPACE, "-o", "name"]);
  if (held.status !== 0) return `MetalLB is not there: ${held.stderr.trim()}`;
  return held.stdout.trim() === ""
    ? undefined
    : "This cluster has a MetalLB configuration already, which must not be touched.";
}

/** Which BGP implementation the controller was told of; without a word it is the native one. */
function readMode() {
  const deployments = JSON.parse(
    kubectl(["get", "deployments", "-n", NAMESPACE, "-o", "json"]).stdout,
  ).items;
  const environment = deployments.flatMap(({ spec }) =>
    spec.template.spec.containers.flatMap(({ env }) => env ?? []),
  );
  return environment.find(({ name }) => name === "METALLB_BGP_TYPE")?.value ?? "native";
}

function compareSet(setSeed) {
  const set = makeSet(createRandom(setSeed), NAMESPACE, mode);
  const text = set.map((object) => `---\n${JSON.stringify(object)}\n`).join("");
  const answer = kubectl(["create", "--validate=strict", "-f", "-"], text);
  kubectl(["delete", KINDS, "-n", NAMESPACE, "--all"]);
  const theirs = answer.stderr
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("Warning:"))
    .join(" ");
  if (/connection refused|failed calling webhook/.test(theirs))
    throw new Error(`MetalLB's webhook does not answer: ${theirs}`);
  const ours = judge(text);
  const key = `${(answer.status === 0) === (ours.length === 0) ? "both" : "we"} ${ours.length === 0 ? "accept" : "refuse"}`;
  counts[key]++;
  if (key.startsWith("we"))
    console.log(
      `set ${setSeed}: ${key}, MetalLB does not\n  MetalLB: ${theirs || "accepts"}\n  we: ${ours.join("; ") || "nothing"}\n${text}`,
    );
}

/** @returns what we refuse in a set of resources, among it what the webhook judges */
function judge(text) {
  const speaker = {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name: "speaker", namespace: NAMESPACE },
    spec: {
      selector: { matchLabels: { app: "speaker" } },
      template: {
        metadata: { labels: { app: "speaker" } },
        spec: {
          containers: [
            { name: "speaker", image: "speaker", env: [{ name: "METALLB_BGP_TYPE", value: mode }] },
          ],
        },
      },
    },
  };
  const around = [
    speaker,
    ...nodes.map(({ metadata }) => ({
      apiVersion: "v1",
      kind: "Node",
      metadata: { name: metadata.name, labels: metadata.labels },
    })),
  ];
  const tree = new Map([
    ["cluster.yaml", around.map((object) => JSON.stringify(object)).join("\n---\n")],
    ["set.yaml", text],
  ]);
  const { findings } = lintTree({ tree, schemas });
  return findings
    .filter((finding) => finding.severity === "error" && isJudged(finding))
    .map(({ rule, message }) => `${rule}: ${message}`);
}

function isJudged({ rule, message, resource, path }) {
  if (rule === "metallb/peer-references" || rule === "metallb/bfd-echo") return false;
  if (rule === "metallb/communities") return !message.startsWith("no Community defines");
  if (rule === "metallb/peer") return !message.startsWith("a peer takes its password");
  if (rule === "metallb/native-mode")
    return resource.kind !== "BFDProfile" && path.at(-1) !== "bfdProfile";
  return true;
}
