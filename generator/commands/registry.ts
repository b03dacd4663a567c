import type { Command } from "./command.ts";
import { explain } from "./explain.ts";
import { generate } from "./generate.ts";
import { lint } from "./lint.ts";
import { schemas } from "./schemas.ts";

/** Every command, in the order that help lists them. */
export const commands: readonly Command[] = [generate, lint, explain, schemas];
