import { readYaml } from "../../../yaml/read.ts";
import { rule as duplicateKey } from "../../../yaml/rules/duplicate-key/rule.ts";

/** YAML that stands as text in a manifest, as Go's sigs.k8s.io/yaml reads it: of several documents the first, of two like keys the later. */
export interface Embedded {
  /** Undefined where there is nothing but comments. */
  readonly value: unknown;
  readonly isMore: boolean;
  /** Why it cannot be read. */
  readonly problem?: string;
  /** What is read, and hardly as it was meant. */
  readonly doubt?: string;
}

/** @param text no part of which a template is to change */
export function readEmbedded(text: string): Embedded {
  const [document, ...more] = readYaml("text", text).documents;
  const problems = document?.problems.filter(({ severity }) => severity === "error") ?? [];
  const problem = problems.find(({ rule }) => rule !== duplicateKey.name);
  const doubt = problems.find(({ rule }) => rule === duplicateKey.name);
  return {
    value: document?.value ?? undefined,
    isMore: more.length > 0,
    ...(problem && { problem: `${problem.message} (line ${problem.at.line})` }),
    ...(doubt && { doubt: doubt.message }),
  };
}
