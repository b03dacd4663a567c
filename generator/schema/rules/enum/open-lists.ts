import { groupOf } from "../../../core/resource.ts";
import type { SchemaProblem } from "../../types.ts";
import { rule as enumRule } from "./rule.ts";

/** Kinds of Flux Operator, which adds them to the lists of the CRDs that it installs. */
const OPERATOR_KINDS = /"(FluxInstance|ResourceSet|ResourceSetInputProvider)" is not supported/;

/**
 * Which kinds may send events to Flux is a list in its CRDs, and Flux tells people to patch kinds of other controllers into it: what the
 * shipped CRD lacks may be in theirs.
 * Source: https://fluxcd.io/flux/cheatsheets/bootstrap/#enable-notifications-for-third-party-controllers
 * @param problems of one resource
 * @returns those kinds as a warning, unless they look misspelt; those of Flux Operator not at all
 */
export function softenOpenLists(
  problems: readonly SchemaProblem[],
  { apiVersion }: Readonly<Record<string, unknown>>,
): SchemaProblem[] {
  if (groupOf(String(apiVersion)) !== "notification.toolkit.fluxcd.io") return [...problems];
  return problems.flatMap((problem) => {
    const { rule, path, message } = problem;
    const isList = path[1] === "eventSources" || path[1] === "resources";
    if (rule !== enumRule.name || path[3] !== "kind" || !isList || message.includes("did you mean"))
      return [problem];
    if (OPERATOR_KINDS.test(message)) return [];
    const advice = `${message}; Flux takes other kinds where its CRD is patched to list them`;
    return [{ ...problem, severity: "warning", message: advice }];
  });
}
