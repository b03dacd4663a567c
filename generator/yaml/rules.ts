import type { Severity } from "../core/finding.ts";

/** Every rule that readYaml reports under, sorted by name. */
export const yamlRules: readonly { name: string; severity: Severity; summary: string }[] = [
  {
    name: "yaml/alias-bomb",
    severity: "error",
    summary: "aliases expand without end or to far more than is written",
  },
  {
    name: "yaml/bad-key",
    severity: "error",
    summary: "a key is null, a mapping, a list or a number beyond 64 bits",
  },
  { name: "yaml/bad-merge", severity: "error", summary: "<< merges something that is no mapping" },
  { name: "yaml/bad-tag", severity: "error", summary: "a value is not what its tag says" },
  {
    name: "yaml/control-character",
    severity: "error",
    summary: "the text holds a character that YAML does not allow",
  },
  {
    name: "yaml/directive",
    severity: "error",
    summary: "a line starts with %, which kubectl refuses",
  },
  { name: "yaml/duplicate-key", severity: "error", summary: "a mapping sets the same key twice" },
  {
    name: "yaml/ignored-content",
    severity: "warning",
    summary: "kubectl ignores what stands behind the document's end",
  },
  {
    name: "yaml/key-collision",
    severity: "warning",
    summary: "two keys of a mapping become the same string",
  },
  {
    name: "yaml/non-finite",
    severity: "error",
    summary: "infinity and not-a-number cannot be sent to the API server",
  },
  { name: "yaml/not-utf8", severity: "warning", summary: "the file is not UTF-8 or was damaged" },
  {
    name: "yaml/separator-content",
    severity: "error",
    summary: "content stands on the line of a document separator",
  },
  { name: "yaml/syntax", severity: "error", summary: "the text is not YAML" },
  {
    name: "yaml/too-deep",
    severity: "error",
    summary: "a document is nested too deeply to be checked",
  },
  {
    name: "yaml/too-large",
    severity: "error",
    summary: "a file or document is too large to be checked",
  },
  {
    name: "yaml/unknown-anchor",
    severity: "error",
    summary: "an alias names an anchor that does not stand before it",
  },
];
