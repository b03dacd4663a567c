import { entries, text, type Field } from "../field.ts";
import { checkLabelKey, checkLabelValue } from "./labels.ts";
import type { Subject } from "../subject.ts";

/** Reports keys and values that no label can have. */
export function checkLabels(subject: Subject, labels: Field, what: string): void {
  for (const { key, field } of entries(labels)) {
    const wrongKey = checkLabelKey(key);
    if (wrongKey !== undefined) subject.fail(field, `${what} ${wrongKey}`, { part: "key" });
    const value = text(field);
    const wrongValue = value === undefined ? undefined : checkLabelValue(value);
    if (wrongValue !== undefined) subject.fail(field, `${what} ${wrongValue}`);
  }
}
