import type { RuleInfo } from "../../../core/rule.ts";
import { rule as crd } from "./crd/rule.ts";
import { rule as unchecked } from "./unchecked/rule.ts";
import { rule as unknownKind } from "./unknown-kind/rule.ts";

/** What lint itself says of kinds and their schemas, beside the validator's findings; sorted by name. */
export const kindRules: readonly RuleInfo[] = [crd, unchecked, unknownKind];
