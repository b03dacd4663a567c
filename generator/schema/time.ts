const TIME =
  /^(\d{4}-\d{2}-\d{2})T(\d|[01]\d|2[0-3]):[0-5]\d:[0-5]\d([.,]\d+)?(Z|[+-]([01]\d|2[0-4]):[0-5]\d)$/;

/** Is it a time as Go's time.Parse takes it for RFC 3339? */
export function isTime(text: string): boolean {
  const date = TIME.exec(text)?.[1];
  if (date === undefined) return false;
  const day = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(date);
}
