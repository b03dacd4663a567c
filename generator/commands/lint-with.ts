import { compileGlob } from "../core/glob.ts";
import { lintTree } from "../lint/engine.ts";
import { describeUnusedAcknowledgement } from "../lint/rules/lint/unused-suppression/rule.ts";
import { countSeverities, type Report } from "../report/types.ts";
import type { SchemaSource } from "../schema/types.ts";
import type { Gathered } from "./gather.ts";
import { allRules } from "./rules.ts";
import type { Settings } from "./settings.ts";

/** What is linted, and findings that other stages made of it already. */
export type Linted = Omit<Gathered, "root">;

/**
 * Lints a tree with a repository's settings.
 * @returns findings and counts; an acknowledgement that matches nothing is a finding when the whole tree was looked at
 */
export function lintWith(
  settings: Pick<Settings, "config" | "acknowledgements" | "declared" | "remotes">,
  schemas: readonly SchemaSource[],
  linted: Linted,
): Report {
  const { only, findings: given, remotes } = linted;
  const ignored = (settings.config.ignore ?? []).map(compileGlob);
  const isIgnored = (path: string) => ignored.some((matches) => matches(path));
  const result = lintTree({
    tree: linted.tree,
    schemas,
    config: settings.config,
    known: allRules.map(({ name }) => name),
    only,
    findings: given.filter(({ at }) => !isIgnored(at.file)),
    remotes: [...remotes, ...settings.remotes],
    declared: settings.declared,
  });
  const unused =
    only === undefined
      ? result.unusedAcknowledgements.flatMap((index) => {
          const at = settings.acknowledgements[index];
          return at === undefined ? [] : [describeUnusedAcknowledgement(at)];
        })
      : [];
  const findings = [...result.findings, ...unused];
  const { files, documents, unchecked } = result;
  return { findings, summary: { files, documents, ...countSeverities(findings), unchecked } };
}
