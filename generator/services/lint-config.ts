import type { Static } from "typebox";
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

type LintInput = Static<typeof lintSchema>;

/** @returns the settings as the linter takes them; `off` without quotes has arrived as false */
export function toLintConfig({ severities, ...rest }: LintInput): LintConfig {
  if (severities === undefined) return rest;
  const entries = Object.entries(severities).map(
    ([rule, severity]) => [rule, severity === false ? "off" : severity] as const,
  );
  return { ...rest, severities: Object.fromEntries(entries) };
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
  const lint = toLintConfig(document.value as LintInput);
  const acknowledgements = (lint.acknowledge ?? []).map((_, index) =>
    document.locate(["acknowledge", index]),
  );
  return { lint, acknowledgements, findings };
}
