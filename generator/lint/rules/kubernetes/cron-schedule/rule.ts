import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { get } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { checkChoice, checkFilled, checkName, checkRange } from "../checks.ts";
import { scheduleFault } from "./schedule.ts";

const MAX_NAME = 52;

/** Source: validateCronJobSpec of kubernetes pkg/apis/batch/validation. */
export const rule: Rule = {
  name: "kubernetes/cron-schedule",
  severity: "error",
  summary: "A CronJob has a schedule and time zone that can be read",
  scope: "file",
  check: checkEach(["CronJob.batch"], (subject) => {
    const { spec, metadata } = subject;
    const schedule = get(spec, "schedule");
    checkFilled(subject, schedule);
    checkName(subject, schedule, scheduleFault);
    const zone = get(spec, "timeZone");
    checkFilled(subject, zone);
    checkName(subject, zone, zoneFault);
    checkChoice(subject, get(spec, "concurrencyPolicy"), ["Allow", "Forbid", "Replace"]);
    for (const key of [
      "startingDeadlineSeconds",
      "successfulJobsHistoryLimit",
      "failedJobsHistoryLimit",
    ])
      checkRange(subject, get(spec, key), 0);
    checkName(subject, get(metadata, "name"), (name) =>
      name.length > MAX_NAME
        ? `has ${name.length} characters; the name of a CronJob has at most ${MAX_NAME}`
        : undefined,
    );
  }),
};

/** The API server looks zones up by the names of their files; a few of these have names that JavaScript does not know. */
function zoneFault(zone: string): string | undefined {
  const known = Intl.supportedValuesOf("timeZone");
  if (/^(posix|right)\/|^(Factory|posixrules|localtime)$/.test(zone)) return undefined;
  const same = known.find((name) => name.toLowerCase() === zone.toLowerCase());
  if (same !== undefined && same !== zone) return `is not known, did you mean "${same}"?`;
  if (/^[A-Za-z][-A-Za-z0-9_+/]*$/.test(zone) && zone.toLowerCase() !== "local" && isZone(zone))
    return undefined;
  const near = suggest(zone, known);
  return `is not a time zone such as Europe/Berlin${near === undefined ? "" : `, did you mean "${near}"?`}`;
}

function isZone(zone: string): boolean {
  try {
    return Intl.DateTimeFormat("en", { timeZone: zone }) !== undefined;
  } catch {
    return false;
  }
}
