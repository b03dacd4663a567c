import type { LintConfig } from "../core/config.ts";
import type { Finding, Location } from "../core/finding.ts";
import { readDocument } from "./document.ts";
import { lintSchema } from "./schema.ts";
import { checkShape } from "./shape.ts";

/** What `.meshwright.yaml` says. */
export interface LoadedLintConfig {
  /** Absent when something is wrong. */
  lint?: LintConfig;
  /** Where the acknowledgements stand, in their order. */
  acknowledgements: Location[];
  findings: Finding[];
}

/**
 * Reads `.meshwright.yaml`, the linter's settings in a repository without services.yaml.
 * @param text the file's text
 * @param file its repository-relative path, for positions
 */
export function loadLintConfig(text: string, file: string): LoadedLintConfig {
  const { document, findings } = readDocument(text, file, "config");
  if (document === undefined) return { findings, acknowledgements: [] };
  findings.push(...checkShape(document, text, lintSchema, "config").findings);
  if (findings.some(({ severity }) => severity === "error"))
    return { findings, acknowledgements: [] };
  const lint = document.value as LintConfig;
  const acknowledgements = (lint.acknowledge ?? []).map((_, index) =>
    document.locate(["acknowledge", index]),
  );
  return { lint, acknowledgements, findings };
}
