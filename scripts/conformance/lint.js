// Corpora that the whole engine judges: rules beside schemas.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packSource, SHIPPED_PACKS } from "../../dist/disk/packs.js";
import { lintTree } from "../../dist/lint/engine.js";

const schemas = [packSource(SHIPPED_PACKS)];
const verdict = (valid) => (valid ? "accepts" : "rejects");

function readCases(root) {
  return JSON.parse(readFileSync(join(root, "expect.json"), "utf8")).cases;
}

/** Lints one file as if it were a repository. */
export function lintFile(root, file, areas) {
  const { findings, unchecked } = lintTree({
    tree: new Map([[file, readFileSync(join(root, file), "utf8")]]),
    schemas,
  });
  const errors = findings.filter(
    ({ rule, severity }) =>
      severity === "error" && areas.some((area) => rule.startsWith(`${area}/`)),
  );
  return {
    errors,
    unchecked,
    why: errors.map(({ rule, message }) => `${rule}: ${message}`).join("; "),
  };
}

export function istioWebhookCases(root) {
  return readCases(root).map(({ file, name, valid }) => {
    const { errors, why } = lintFile(root, file, ["yaml", "schema", "istio"]);
    return {
      id: `${file} (${name})`,
      want: verdict(valid),
      got: verdict(errors.length === 0),
      why,
    };
  });
}

/** MetalLB's speaker, which shows which BGP implementation the set is judged for. */
function speaker(mode, args) {
  const container = {
    name: "speaker",
    image: "speaker",
    args,
    env: mode === undefined ? [] : [{ name: "METALLB_BGP_TYPE", value: mode }],
  };
  const labels = { component: "speaker" };
  const template = { metadata: { labels }, spec: { containers: [container] } };
  const metadata = { name: "speaker", namespace: "metallb-system" };
  const spec = { selector: { matchLabels: labels }, template };
  return JSON.stringify({ apiVersion: "apps/v1", kind: "DaemonSet", metadata, spec });
}

/** A Secret that is not there is a warning of ours, for it may be made elsewhere; MetalLB keeps its old configuration until it is. */
const REFUSED_UNTIL_THERE = ["metallb/peer-references"];

/** The whole set is parsed together; `mode` says which BGP implementation's own checks follow. */
export function metallbCases(root) {
  return readCases(root).map(({ file, name, valid, mode, opts }) => {
    const args = opts?.fRRK8sSecretPassthrough ? ["--frrk8s-secret-passthrough"] : [];
    const tree = new Map([
      ["set.yaml", readFileSync(join(root, file), "utf8")],
      ["speaker.json", speaker(mode?.startsWith("native") ? "native" : mode, args)],
    ]);
    const { findings } = lintTree({ tree, schemas });
    const errors = findings.filter(
      ({ rule, severity }) =>
        REFUSED_UNTIL_THERE.includes(rule) ||
        (severity === "error" &&
          ["yaml", "schema", "metallb"].some((area) => rule.startsWith(`${area}/`))),
    );
    return {
      id: `${file} (${name})`,
      want: verdict(valid),
      got: verdict(errors.length === 0),
      why: errors.map(({ rule, message }) => `${rule}: ${message}`).join("; "),
    };
  });
}

/** kubectl-validate runs the API server's own checks of built-in kinds too: rules of ours. */
export function kubectlCases(root) {
  return readCases(root).flatMap(({ file, valid }) => {
    const { errors, why, unchecked } = lintFile(root, file, ["yaml", "schema", "kubernetes"]);
    if (unchecked > 0)
      console.log(`kubectl-validate: ${file}: a CRD is not in the corpus, left out`);
    return unchecked > 0
      ? []
      : [{ id: file, want: verdict(valid), got: verdict(errors.length === 0), why }];
  });
}

/** Files that upstream's own repositories hold: the API server accepts them, so must we. Only false alarms count. */
export function fleetCases(root) {
  return readdirSync(root).flatMap((folder) => {
    const { verdicts } = JSON.parse(readFileSync(join(root, folder, "_verdicts.json"), "utf8"));
    return verdicts
      .filter(({ apiserver }) => apiserver.every(({ ok }) => ok))
      .map(({ file }) => {
        const { errors, why } = lintFile(join(root, folder), file, ["yaml", "schema"]);
        return {
          id: `${folder}/${file}`,
          want: verdict(true),
          got: verdict(errors.length === 0),
          why,
        };
      });
  });
}
