import { findRe2Problem } from "../../../schema/regex.ts";
import { get, text, type Field } from "../field.ts";
import type { Subject } from "../subject.ts";

/** istiod refuses longer patterns, whatever they compile to. */
const LONGEST = 1024;

/** Reports a regular expression that is too long or does not compile as RE2. */
export function checkRegex(subject: Subject, pattern: Field): void {
  const value = text(pattern);
  if (value === undefined) return;
  const bytes = Buffer.byteLength(value);
  if (bytes > LONGEST) {
    subject.fail(
      pattern,
      `the regular expression has ${bytes} bytes; at most ${LONGEST} are allowed`,
    );
    return;
  }
  const problem = findRe2Problem(value);
  if (problem !== undefined)
    subject.fail(pattern, `"${value}" is no regular expression of RE2 (${problem})`);
}

/** Reports a `regex:` of a StringMatch that is empty or does not compile. */
export function checkMatchRegex(subject: Subject, match: Field): void {
  const regex = get(match, "regex");
  if (regex.value === "")
    subject.fail(regex, `an empty regex matches nothing useful; write one, or ".*" for anything`);
  else checkRegex(subject, regex);
}

/** Reports a StringMatch with an empty prefix or an empty or wrong regex. */
export function checkStringMatch(subject: Subject, match: Field): void {
  const prefix = get(match, "prefix");
  if (prefix.value === "")
    subject.fail(
      prefix,
      "an empty prefix is refused; write what the value starts with, or leave the match out",
    );
  checkMatchRegex(subject, match);
}
