import type { Severity } from "./finding.ts";

/** The linter's settings: block `lint` of services.yaml, or the whole of `.meshwright.yaml`. */
export interface LintConfig {
  /** Severity by rule, where it is not to be the rule's own. */
  severities?: Readonly<Record<string, Severity | "off">>;
  /** Findings that are known and accepted, each with its reason. */
  acknowledge?: readonly Acknowledgement[];
  /** Globs of files that are no business of a cluster; `*` stands for anything. */
  ignore?: readonly string[];
  /** What exists without being in the repository. */
  external?: readonly External[];
}

export interface Acknowledgement {
  rule: string;
  reason: string;
  /** Glob of files; `*` stands for anything. */
  file?: string;
  /** Glob of cluster names. */
  cluster?: string;
}

/** Globs; all that are given have to match. */
export interface External {
  kind?: string;
  namespace?: string;
  name?: string;
  host?: string;
}
