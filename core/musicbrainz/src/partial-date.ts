const UNKNOWN = 99;

/**
 * A partial date as one number, `YYYYMMDD`, with 99 for a month or day that is not known: a date that says less comes
 * after those of the same year that say more, so that the least of several is the first. Null if the year is not
 * known, or before our era.
 */
export function partialDate(year: number | null, month: number | null, day: number | null): number | null {
  if (year === null || !(year > 0 && year <= 9999)) return null;
  const knownMonth = within(month, 12);
  const knownDay = knownMonth === UNKNOWN ? UNKNOWN : within(day, 31);
  return year * 10_000 + knownMonth * 100 + knownDay;
}

/** `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
export function formatPartialDate(date: number): string {
  const parts = [Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100];
  const known = parts.slice(0, parts.includes(UNKNOWN, 1) ? parts.indexOf(UNKNOWN, 1) : 3);
  return known.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, "0")).join("-");
}

/** First year of the date's decade. */
export function decadeOf(date: number): number {
  return Math.floor(date / 100_000) * 10;
}

function within(part: number | null, most: number): number {
  return part !== null && part >= 1 && part <= most ? part : UNKNOWN;
}
