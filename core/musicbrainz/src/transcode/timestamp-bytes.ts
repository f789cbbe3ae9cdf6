import { FIRST_YEAR, LAST_YEAR } from "../timestamps.js";

/**
 * `timestamptz` as dumps write it, read from its bytes. Only the form that PostgreSQL writes in UTC is known here;
 * `parseTimestamp` knows the rest.
 */

const ZERO = 0x30;
const DASH = 0x2d;
const SPACE = 0x20;
const COLON = 0x3a;
const DOT = 0x2e;
const PLUS = 0x2b;

/** Length of `2026-05-06 12:00:00`. */
const WHOLE_SECONDS = 19;
/** Length of `+00`. */
const ZONE = 3;

/**
 * Unix time in microseconds of `YYYY-MM-DD HH:MM:SS[.f…]+00` in bytes `start` to `end`, for years 1828 to
 * 2254; NaN for every other form and for what is no timestamp.
 */
export function timestampFromBytes(bytes: Uint8Array, start: number, end: number): number {
  const fractionLength = end - start - WHOLE_SECONDS - ZONE;
  if (fractionLength < 0 || fractionLength > 7) return Number.NaN;
  if (bytes[end - 3] !== PLUS || bytes[end - 2] !== ZERO || bytes[end - 1] !== ZERO) return Number.NaN;
  if (bytes[start + 4] !== DASH || bytes[start + 7] !== DASH || bytes[start + 10] !== SPACE)
    return Number.NaN;
  if (bytes[start + 13] !== COLON || bytes[start + 16] !== COLON) return Number.NaN;
  const century = twoDigits(bytes, start);
  const yearOfCentury = twoDigits(bytes, start + 2);
  const month = twoDigits(bytes, start + 5);
  const day = twoDigits(bytes, start + 8);
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  if ((century | yearOfCentury | month | day | hour | minute | second) < 0) return Number.NaN;
  const year = century * 100 + yearOfCentury;
  if (year < FIRST_YEAR || year > LAST_YEAR || month < 1 || month > 12 || day < 1) return Number.NaN;
  if (day > daysInMonth(year, month) || hour > 23 || minute > 59 || second > 59) return Number.NaN;
  const fraction = fractionLength === 0 ? 0 : microseconds(bytes, start + WHOLE_SECONDS, fractionLength);
  if (fraction < 0) return Number.NaN;
  const seconds = hour * 3600 + minute * 60 + second;
  return (daysSinceEpoch(year, month, day) * 86_400 + seconds) * 1_000_000 + fraction;
}

/** Two decimal digits; negative if one is none. */
function twoDigits(bytes: Uint8Array, at: number): number {
  const tens = bytes[at]! - ZERO;
  const ones = bytes[at + 1]! - ZERO;
  // A byte above 9 makes the difference from 9 negative, one below 0 is negative itself.
  return (tens | ones | (9 - tens) | (9 - ones)) < 0 ? -1 : tens * 10 + ones;
}

const SCALE = [1_000_000, 100_000, 10_000, 1_000, 100, 10, 1];

/** The dot and up to six digits as microseconds; -1 if it is not that. */
function microseconds(bytes: Uint8Array, dot: number, length: number): number {
  if (bytes[dot] !== DOT || length === 1) return -1;
  let fraction = 0;
  for (let at = dot + 1; at < dot + length; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return -1;
    fraction = fraction * 10 + digit;
  }
  return fraction * SCALE[length - 1]!;
}

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_BEFORE_1970 = daysBeforeYear(1970);

function daysInMonth(year: number, month: number): number {
  return month === 2 && isLeap(year) ? 29 : DAYS_IN_MONTH[month - 1]!;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days from 0001-01-01 to the year's first day, in the Gregorian calendar. */
function daysBeforeYear(year: number): number {
  const years = year - 1;
  return years * 365 + Math.floor(years / 4) - Math.floor(years / 100) + Math.floor(years / 400);
}

function daysSinceEpoch(year: number, month: number, day: number): number {
  const leapDay = month > 2 && isLeap(year) ? 1 : 0;
  return daysBeforeYear(year) - DAYS_BEFORE_1970 + DAYS_BEFORE_MONTH[month - 1]! + leapDay + day - 1;
}
