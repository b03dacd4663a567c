import type { RuleInfo } from "../../../core/rule.ts";
import { rule as suppressionReason } from "./suppression-reason/rule.ts";
import { rule as unknownRule } from "./unknown-rule/rule.ts";
import { rule as unusedSuppression } from "./unused-suppression/rule.ts";

/** Findings about the linter's own settings; sorted by name. */
export const lintRules: readonly RuleInfo[] = [suppressionReason, unknownRule, unusedSuppression];
