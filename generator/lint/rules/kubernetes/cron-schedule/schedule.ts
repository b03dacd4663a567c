import { parseGoDuration } from "../../../../schema/duration.ts";

interface Unit {
  name: string;
  low: number;
  high: number;
  words?: readonly string[];
}

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const DAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
const UNITS: readonly Unit[] = [
  { name: "minute", low: 0, high: 59 },
  { name: "hour", low: 0, high: 23 },
  { name: "day of the month", low: 1, high: 31 },
  { name: "month", low: 1, high: 12, words: MONTHS },
  { name: "day of the week", low: 0, high: 6, words: DAYS },
];
const DESCRIPTORS = [
  "@yearly",
  "@annually",
  "@monthly",
  "@weekly",
  "@daily",
  "@midnight",
  "@hourly",
];

/**
 * Says what is wrong with a schedule as CronJobs take it: five fields, or a descriptor.
 * Source: ParseStandard of robfig/cron v3, which the API server calls.
 * @returns a sentence about the schedule, or undefined where it is right
 */
export function scheduleFault(schedule: string): string | undefined {
  if (/^(TZ|CRON_TZ)=/.test(schedule)) return "must not name a time zone; use timeZone";
  if (schedule.startsWith("@")) return descriptorFault(schedule);
  const fields = schedule.split(/\s+/).filter((field) => field !== "");
  if (fields.length !== 5)
    return `has ${fields.length} fields; it must have 5: minute, hour, day of the month, month, day of the week`;
  for (const [index, field] of fields.entries()) {
    const fault = fieldFault(field, UNITS[index]!);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function descriptorFault(schedule: string): string | undefined {
  if (DESCRIPTORS.includes(schedule)) return undefined;
  if (
    schedule.startsWith("@every ") &&
    parseGoDuration(schedule.slice("@every ".length)) !== undefined
  )
    return undefined;
  return `is no descriptor; it must be one of ${DESCRIPTORS.join(", ")}, or "@every 1h30m"`;
}

function fieldFault(field: string, unit: Unit): string | undefined {
  for (const part of field.split(",")) {
    const fault = part === "" ? undefined : partFault(part, unit);
    if (fault !== undefined) return `has the ${unit.name} "${part}", ${fault}`;
  }
  return undefined;
}

function partFault(part: string, unit: Unit): string | undefined {
  const [range = "", step, ...steps] = part.split("/");
  if (steps.length > 0) return "which has too many slashes";
  const [low = "", high, ...more] = range.split("-");
  if (step !== undefined && (!/^\+?[0-9]+$/.test(step) || Number(step) === 0))
    return `whose step "${step}" is not a number above 0`;
  if (low === "*" || low === "?") return undefined;
  if (more.length > 0) return "which has too many hyphens";
  const first = valueOf(low, unit);
  if (first === undefined) return `where "${low}" is not a number${unit.words ? " or name" : ""}`;
  const last = high === undefined ? (step === undefined ? first : unit.high) : valueOf(high, unit);
  if (last === undefined) return `where "${high}" is not a number${unit.words ? " or name" : ""}`;
  if (first < unit.low || last > unit.high || first > unit.high)
    return `which must lie from ${unit.low} to ${unit.high}`;
  return first > last ? "which ends before it begins" : undefined;
}

function valueOf(text: string, { low, words }: Unit): number | undefined {
  const word = words?.indexOf(text.toLowerCase()) ?? -1;
  if (word >= 0) return word + low;
  return /^\+?[0-9]+$/.test(text) ? Number(text) : undefined;
}
