import type { Path } from "../../../core/path.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import { suggest } from "../../../core/suggest.ts";
import type { Pass } from "../../pass.ts";
import { isSame } from "../../same.ts";
import type { Shape } from "../../shape.ts";
import { listValues, nameOf, quote } from "../../wording.ts";

export const rule: RuleInfo = {
  name: "schema/enum",
  severity: "error",
  summary: "A value is none of those that the schema lists",
};

/** Reports a value that is none of `enum`. */
export function checkEnum(value: unknown, shape: Shape, path: Path, pass: Pass): void {
  const allowed = Array.isArray(shape.schema.enum) ? shape.schema.enum : [];
  // Built-in kinds default an empty enum, or check it by hand.
  if (pass.dialect === "native" && (value === "" || value === null)) return;
  if (
    allowed.some((choice) => isSame(choice, value)) ||
    (value === null && shape.nullable && pass.partial)
  )
    return;
  const words = allowed.filter((choice) => typeof choice === "string");
  const nearest = typeof value === "string" ? suggest(value, words) : undefined;
  const hint = nearest === undefined ? "" : `, did you mean ${quote(nearest)}?`;
  const choices = allowed.length === 1 ? quote(allowed[0]) : `one of ${listValues(allowed)}`;
  const message = `${nameOf(path)} ${quote(value)} is not supported; it must be ${choices}${hint}`;
  pass.problems.push({ rule: rule.name, severity: rule.severity, message, path });
}
