import type { RuleInfo } from "../../core/rule.ts";
import { rule as cel } from "./cel/rule.ts";
import { rule as duplicateItem } from "./duplicate-item/rule.ts";
import { rule as enumRule } from "./enum/rule.ts";
import { rule as format } from "./format/rule.ts";
import { rule as metadata } from "./metadata/rule.ts";
import { rule as namespaceIgnored } from "./namespace-ignored/rule.ts";
import { rule as oneOf } from "./one-of/rule.ts";
import { rule as pattern } from "./pattern/rule.ts";
import { rule as range } from "./range/rule.ts";
import { rule as required } from "./required/rule.ts";
import { rule as type } from "./type/rule.ts";
import { rule as unknownField } from "./unknown-field/rule.ts";

/** What the validator reports; sorted by name. */
export const schemaRules: readonly RuleInfo[] = [
  cel,
  duplicateItem,
  enumRule,
  format,
  metadata,
  namespaceIgnored,
  oneOf,
  pattern,
  range,
  required,
  type,
  unknownField,
];
