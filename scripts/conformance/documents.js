// Corpora of documents with the API server's verdict.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { packSource, SHIPPED_PACKS } from "../../dist/disk/packs.js";
import { convertCrd, isCrd } from "../../dist/schema/convert/crd.js";
import { createValidator } from "../../dist/schema/validate.js";
import { readYaml } from "../../dist/yaml/read.js";
import { lintFile } from "./lint.js";

const packs = packSource(SHIPPED_PACKS);
const verdict = (valid) => (valid ? "accepts" : "rejects");

/** The CRDs below a folder, as a source of schemas. */
export function crdSource(folder) {
  const known = new Map();
  for (const file of readdirSync(folder, { recursive: true }).filter((name) =>
    /\.ya?ml$/.test(name),
  )) {
    for (const { value } of readYaml(file, readFileSync(join(folder, file), "utf8")).documents) {
      if (!isCrd(value)) continue;
      for (const { group, version, kind, schema } of convertCrd(value).schemas)
        known.set(`${group}/${version}/${kind}`, schema);
    }
  }
  return { find: (group, version, kind) => known.get(`${group}/${version}/${kind}`) };
}

/** What the API server would say of a file: everything that is wrong with its documents, one by one; items of a List are documents. */
function judge(file, validator) {
  const { problems, documents } = readYaml(file, readFileSync(file, "utf8"));
  const errors = [problems, ...documents.map((document) => document.problems)].flat();
  for (const { value } of documents.flatMap(({ value }) =>
    value?.kind === "List" && Array.isArray(value.items)
      ? value.items.map((item) => ({ value: item }))
      : [{ value }],
  )) {
    if (value === undefined) continue;
    const { checked, problems: found } = validator.validate(value);
    errors.push(...found);
    if (!checked)
      errors.push({
        severity: "error",
        message: `no schema for ${value?.apiVersion} ${value?.kind}`,
      });
  }
  const wrong = errors.filter(({ severity }) => severity === "error");
  return { got: verdict(wrong.length === 0), why: wrong.map(({ message }) => message).join("; ") };
}

function judgeBuiltIn(root, file) {
  const { errors, why } = lintFile(root, file, ["yaml", "schema", "kubernetes"]);
  return { got: verdict(errors.length === 0), why };
}

function readCases(root) {
  return JSON.parse(readFileSync(join(root, "expect.json"), "utf8")).cases;
}

const accepts = (answers) => answers.every(({ ok, stage }) => ok || stage === "noschema");

/** Documents of built-in kinds, which rules judge beside their schemas. */
const isBuiltIn = (id) => id.startsWith("core-");

export function trapCases(root) {
  const validator = createValidator([crdSource(join(root, "crds")), packs]);
  // A real verdict that is a sentence says that the case is none of the API server's alone.
  const cases = readCases(root).filter(
    ({ realVerdict }) => realVerdict === undefined || ["accept", "reject"].includes(realVerdict),
  );
  return cases.map(({ id, file, verdict: upstream, realVerdict }) => ({
    id,
    want: verdict((realVerdict ?? upstream) === "accept"),
    ...(isBuiltIn(id) ? judgeBuiltIn(root, file) : judge(join(root, file), validator)),
  }));
}

export function documentCases(root) {
  const validator = createValidator([crdSource(join(root, "crds")), packs]);
  return readCases(root).map(({ file, apiserver }) => ({
    id: file,
    want: verdict(accepts(apiserver)),
    ...judge(join(root, file), validator),
  }));
}

export function gatewayCases(root) {
  const validators = new Map();
  return readCases(root).map(({ file, crds, apiserver }) => {
    if (!validators.has(crds))
      validators.set(crds, createValidator([crdSource(join(root, crds)), packs]));
    return {
      id: file,
      want: verdict(accepts(apiserver)),
      ...judge(join(root, file), validators.get(crds)),
    };
  });
}
