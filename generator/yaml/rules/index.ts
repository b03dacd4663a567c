import type { RuleInfo } from "../../core/rule.ts";
import { rule as aliasBomb } from "./alias-bomb/rule.ts";
import { rule as badKey } from "./bad-key/rule.ts";
import { rule as badMerge } from "./bad-merge/rule.ts";
import { rule as badTag } from "./bad-tag/rule.ts";
import { rule as controlCharacter } from "./control-character/rule.ts";
import { rule as directive } from "./directive/rule.ts";
import { rule as duplicateKey } from "./duplicate-key/rule.ts";
import { rule as ignoredContent } from "./ignored-content/rule.ts";
import { rule as keyCollision } from "./key-collision/rule.ts";
import { rule as nonFinite } from "./non-finite/rule.ts";
import { rule as notUtf8 } from "./not-utf8/rule.ts";
import { rule as separatorContent } from "./separator-content/rule.ts";
import { rule as syntax } from "./syntax/rule.ts";
import { rule as tooDeep } from "./too-deep/rule.ts";
import { rule as tooLarge } from "./too-large/rule.ts";
import { rule as unknownAnchor } from "./unknown-anchor/rule.ts";

/** Every rule that readYaml reports under; sorted by name. */
export const yamlRules: readonly RuleInfo[] = [
  aliasBomb,
  badKey,
  badMerge,
  badTag,
  controlCharacter,
  directive,
  duplicateKey,
  ignoredContent,
  keyCollision,
  nonFinite,
  notUtf8,
  separatorContent,
  syntax,
  tooDeep,
  tooLarge,
  unknownAnchor,
];
