import { type Field, number } from "../field.ts";
import type { Subject } from "../subject.ts";
import { checkRange, keyOf, word } from "./checks.ts";

/**
 * Checks a number of Pods, or a share of them such as `25%`.
 * @param most how many percent there may be; undefined: as many as one likes
 */
export function checkShare(subject: Subject, field: Field, most?: number): void {
  checkRange(subject, field, 0);
  const given = word(field);
  if (given === undefined) return;
  if (!/^[0-9]+%$/.test(given)) {
    subject.report(
      field,
      `${keyOf(field)} "${given}" must be a number or a percentage such as "25%"`,
    );
  } else if (most !== undefined && Number.parseInt(given, 10) > most) {
    subject.report(field, `${keyOf(field)} "${given}" must not be more than ${most}%`);
  }
}

/** Is it no Pod at all? */
export function isZero(field: Field): boolean {
  return number(field) === 0 || /^0+%$/.test(word(field) ?? "");
}
