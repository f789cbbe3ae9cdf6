import { isExactLong } from "./exact-longs.js";

/**
 * PostgreSQL's `timestamptz` as text. Dumps write `2026-05-06 12:00:00.5+00`, packets `2026-05-06T12:00:00.5+00:00`;
 * both mean an integer number of Unix time in microseconds, which is what the rest of the system compares.
 */

const TIMESTAMP =
  /^(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)(?:\.(\d{1,6}))?(?:Z|([+-])(\d\d)(?::?(\d\d))?(?::?(\d\d))?)$/;

/** What PostgreSQL also writes: times without end, years of more digits, years before the first. */
const ANY_TIMESTAMP =
  /^(?:-?infinity|(\d{4,6})-(\d\d)-(\d\d)[ T]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:Z|[+-]\d\d(?::?\d\d){0,2})( BC)?)$/;

/** The first and last year whose every microsecond a record can hold. */
export const FIRST_YEAR = 1828;
export const LAST_YEAR = 2254;

/**
 * Unix time in microseconds, or null if the text is no timestamp with a zone, names a day that does not
 * exist, or lies outside 1827–2255, where a record can no longer hold microseconds exactly.
 */
export function parseTimestamp(text: string): number | null {
  const match = TIMESTAMP.exec(text);
  if (match === null) return null;
  const year = Number(match[1]);
  const month = Number(match[2]);
  const day = Number(match[3]);
  const hour = Number(match[4]);
  const minute = Number(match[5]);
  const second = Number(match[6]);
  // Date.UTC takes years below 100 for those of the last century.
  if (year < FIRST_YEAR - 1) return null;
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fraction = Number(match[7]?.padEnd(6, "0") ?? 0);
  const offsetSeconds = Number(match[9] ?? 0) * 3600 + Number(match[10] ?? 0) * 60 + Number(match[11] ?? 0);
  const offset = (match[8] === "-" ? -offsetSeconds : offsetSeconds) * 1_000_000;
  const microseconds = Date.UTC(year, month - 1, day, hour, minute, second) * 1000 + fraction - offset;
  return isExactLong(microseconds) ? microseconds : null;
}

/** Whether a text that `parseTimestamp` does not read is a time that PostgreSQL knows, earlier or later than those. */
export function isTimestampOutOfRange(text: string): boolean {
  const match = ANY_TIMESTAMP.exec(text);
  if (match === null) return false;
  if (match[1] === undefined) return true;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(4, month)) return false;
  return match[4] !== undefined || year < FIRST_YEAR || year > LAST_YEAR;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function daysInMonth(year: number, month: number): number {
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeap ? 29 : DAYS[month - 1]!;
}

/** The dump's form in UTC: `2026-05-06 12:00:00.5+00`, fraction without trailing zeros. */
export function formatCopyTimestamp(microseconds: number): string {
  const { date, time } = split(microseconds);
  return `${date} ${time}+00`;
}

/** The packets' form in UTC: `2026-05-06T12:00:00.5+00:00`, fraction without trailing zeros. */
export function formatJsonTimestamp(microseconds: number): string {
  const { date, time } = split(microseconds);
  return `${date}T${time}+00:00`;
}

function split(microseconds: number): { date: string; time: string } {
  const withinSecond = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000;
  const iso = new Date((microseconds - withinSecond) / 1000).toISOString();
  const fraction = withinSecond === 0 ? "" : `.${String(withinSecond).padStart(6, "0").replace(/0+$/, "")}`;
  return { date: iso.slice(0, 10), time: iso.slice(11, 19) + fraction };
}
