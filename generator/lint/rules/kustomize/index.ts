import type { Rule } from "../../../core/rule.ts";
import { rule as deprecatedField } from "./deprecated-field/rule.ts";

/** What is said of kustomization files by themselves; what their builds show is the renderer's to say (lint/builds/rules.ts). */
export const kustomizeRules: readonly Rule[] = [deprecatedField];
