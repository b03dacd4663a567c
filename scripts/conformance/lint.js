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
function lintFile(root, file, areas) {
  const { findings } = lintTree({
    tree: new Map([[file, readFileSync(join(root, file), "utf8")]]),
    schemas,
  });
  const errors = findings.filter(
    ({ rule, severity }) =>
      severity === "error" && areas.some((area) => rule.startsWith(`${area}/`)),
  );
  return { errors, why: errors.map(({ rule, message }) => `${rule}: ${message}`).join("; ") };
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

export function metallbCases(root) {
  return readCases(root).map(({ file, name, valid }) => {
    const { errors, why } = lintFile(root, file, ["yaml", "schema", "metallb"]);
    return {
      id: `${file} (${name})`,
      want: verdict(valid),
      got: verdict(errors.length === 0),
      why,
    };
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
