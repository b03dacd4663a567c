import { CelError } from "./error.ts";

/** How much work may still be done. */
export interface Budget {
  left: number;
}

/** Counts work, so that no expression runs on for long. */
export function spend(budget: Budget, units: number): void {
  budget.left -= units;
  if (budget.left < 0) throw new CelError("the expression takes too long");
}
