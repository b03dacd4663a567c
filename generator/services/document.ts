import type { Finding } from "../core/finding.ts";
import { isMapping } from "../core/json.ts";
import { readYaml } from "../yaml/read.ts";
import { rule as duplicateKey } from "../yaml/rules/duplicate-key/rule.ts";
import type { YamlDocument } from "../yaml/types.ts";
import { findUnsafe } from "./unsafe.ts";

/** Above this a file is not a services.yaml: 1,000 services take about 0.3 MB. */
const largestFile = 16 * 1024 * 1024;

const example = "a minimal file has version, git and clusters; see docs/services.md";

/**
 * Reads a settings file: one document that is a mapping.
 * @param text the file's text
 * @param file its repository-relative path, for positions
 * @param area first part of the rule names, such as `services`
 * @returns the document as far as it can be worked with, and all that is wrong with the file
 */
export function readDocument(
  text: string,
  file: string,
  area: string,
): { document?: YamlDocument; findings: Finding[] } {
  const only = (message: string, at: Finding["at"] = { file, line: 1, column: 1 }) => ({
    findings: [fileFinding(area, message, at)],
  });
  if (text.length > largestFile) {
    return only(`the file has ${Math.round(text.length / 1024 / 1024)} MB; at most 16 MB are read`);
  }
  const { documents, problems } = readYaml(file, text);
  const findings: Finding[] = [...problems, ...documents.flatMap((document) => document.problems)];
  if (findings.some(isHopeless)) return { findings };
  const [document, second] = documents;
  if (document === undefined) return only(`the file is empty; ${example}`);
  if (second !== undefined) {
    return only(
      "the file has a second document; all settings belong in one, so remove the line ---",
      second.locate([]),
    );
  }
  if (!isMapping(document.value)) {
    const found = Array.isArray(document.value) ? "a list" : "a single value";
    return only(`the file holds ${found}, not a mapping; ${example}`, document.locate([]));
  }
  const unsafe = findUnsafe(document.value);
  if (unsafe.isTooDeep)
    return only("the data is nested too deeply", document.locate(unsafe.places[0] ?? [], "key"));
  for (const path of unsafe.places) {
    findings.push(
      fileFinding(area, 'the key "__proto__" is not possible here', document.locate(path, "key")),
    );
  }
  return { document, findings };
}

export function fileFinding(area: string, message: string, at: Finding["at"]): Finding {
  return { rule: `${area}/file`, severity: "error", message, at };
}

/** A key that is there twice leaves data to check; after any other error of YAML the data are not what their user meant. */
function isHopeless({ rule, severity }: Finding): boolean {
  return severity === "error" && rule !== duplicateKey.name;
}
