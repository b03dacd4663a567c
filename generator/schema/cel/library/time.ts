import { parseGoDuration } from "../../duration.ts";
import { CelError, noOverload } from "../error.ts";
import { Duration, Timestamp, type Value } from "../values.ts";

const second = 1_000_000_000n;

/** Reads an RFC 3339 time. */
export function parseTimestamp(text: string): Timestamp {
  const match =
    /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}:\d{2}:\d{2})(?:[.,](\d+))?([Zz]|[+-]\d{2}:\d{2})?$/.exec(text);
  const zone = match?.[4]?.toUpperCase() ?? "Z";
  const base = match === null ? Number.NaN : Date.parse(`${match[1]}T${match[2]}${zone}`);
  const day = match === null ? undefined : new Date(`${match[1]}T00:00:00Z`);
  if (
    match === null ||
    Number.isNaN(base) ||
    Number.isNaN(day!.getTime()) ||
    day!.toISOString().slice(0, 10) !== match[1]
  ) {
    throw new CelError(`invalid timestamp ${JSON.stringify(text)}`);
  }
  return new Timestamp(
    BigInt(base) * 1_000_000n + BigInt((match[3] ?? "").slice(0, 9).padEnd(9, "0")),
    minutesOf(zone),
  );
}

/** @returns the minutes of `+01:30`; none of `Z` */
function minutesOf(zone: string): number {
  if (zone === "Z") return 0;
  const [hours, minutes] = zone.slice(1).split(":").map(Number) as [number, number];
  return (zone.startsWith("-") ? -1 : 1) * (hours * 60 + minutes);
}

export function toTimestamp(value: Value): Timestamp {
  if (value instanceof Timestamp) return value;
  if (typeof value === "string") return parseTimestamp(value);
  if (typeof value === "bigint") return new Timestamp(value * second);
  throw noOverload("timestamp");
}

export function toDuration(value: Value): Duration {
  if (value instanceof Duration) return value;
  if (typeof value !== "string") throw noOverload("duration");
  const nanos = parseGoDuration(value);
  if (nanos === undefined) throw new CelError(`invalid duration ${JSON.stringify(value)}`);
  return new Duration(nanos);
}

/** Writes a time as Go's RFC3339Nano. */
export function formatTimestamp(time: Timestamp): string {
  const seconds = floorDivide(time.nanos, second);
  const nanos = time.nanos - seconds * second;
  const fraction = nanos === 0n ? "" : `.${String(nanos).padStart(9, "0").replace(/0+$/, "")}`;
  const local = new Date((Number(seconds) + time.zone * 60) * 1000).toISOString();
  return local.replace(/\.000Z$/, fraction + formatZone(time.zone));
}

function formatZone(zone: number): string {
  if (zone === 0) return "Z";
  const size = Math.abs(zone);
  const parts = [Math.floor(size / 60), size % 60].map((part) => String(part).padStart(2, "0"));
  return `${zone < 0 ? "-" : "+"}${parts.join(":")}`;
}

/** Writes a duration in seconds, as a double: `90s`, `1.5s`. */
export function formatDuration(duration: Duration): string {
  const seconds = Number(duration.nanos / second) + Number(duration.nanos % second) / 1e9;
  const text = String(seconds);
  return `${text.includes("e") ? seconds.toFixed(9).replace(/0+$/, "") : text}s`;
}

/** Divides towards the lower number. */
export function floorDivide(value: bigint, by: bigint): bigint {
  return value < 0n && value % by !== 0n ? value / by - 1n : value / by;
}

/** The fields of a time in a zone. */
function dateIn(time: Timestamp, zone: Value | undefined): Date {
  const utc = Number(floorDivide(time.nanos, 1_000_000n));
  if (zone === undefined || zone === "" || zone === "UTC") return new Date(utc);
  if (typeof zone !== "string") throw noOverload("time zone");
  const offset = /^([+-])?(\d{1,2}):(\d{2})$/.exec(zone);
  if (offset !== null)
    return new Date(
      utc + (offset[1] === "-" ? -1 : 1) * (Number(offset[2]) * 60 + Number(offset[3])) * 60_000,
    );
  return inNamedZone(utc, zone);
}

function inNamedZone(utc: number, zone: string): Date {
  try {
    const format = new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      second: "2-digit",
    });
    const part = Object.fromEntries(
      format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]),
    );
    const milliseconds = ((utc % 1000) + 1000) % 1000;
    return new Date(
      Date.UTC(
        part.year!,
        part.month! - 1,
        part.day,
        part.hour,
        part.minute,
        part.second,
        milliseconds,
      ),
    );
  } catch {
    throw new CelError(`unknown time zone ${zone}`);
  }
}

const dateFields: Readonly<Record<string, (date: Date) => number>> = {
  getFullYear: (date) => date.getUTCFullYear(),
  getMonth: (date) => date.getUTCMonth(),
  getDate: (date) => date.getUTCDate(),
  getDayOfMonth: (date) => date.getUTCDate() - 1,
  getDayOfWeek: (date) => date.getUTCDay(),
  getDayOfYear: (date) =>
    Math.floor((date.getTime() - new Date(date).setUTCMonth(0, 1)) / 86_400_000),
  getHours: (date) => date.getUTCHours(),
  getMinutes: (date) => date.getUTCMinutes(),
  getSeconds: (date) => date.getUTCSeconds(),
  getMilliseconds: (date) => date.getUTCMilliseconds(),
};

const durationUnits: Readonly<Record<string, bigint>> = {
  getHours: 3600n * second,
  getMinutes: 60n * second,
  getSeconds: second,
  getMilliseconds: 1_000_000n,
};

/** Methods of times and durations. */
export const timeMethods: Readonly<
  Record<string, (receiver: Value, args: readonly Value[]) => Value | undefined>
> = Object.fromEntries(
  Object.entries(dateFields).map(([name, field]) => [
    name,
    (receiver: Value, [zone]: readonly Value[]): Value | undefined => {
      if (receiver instanceof Timestamp) return BigInt(field(dateIn(receiver, zone)));
      const unit = durationUnits[name];
      if (receiver instanceof Duration && unit !== undefined && zone === undefined)
        return receiver.nanos / unit;
      return undefined;
    },
  ]),
);
