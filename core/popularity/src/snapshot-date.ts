/** Whether the text is a day on which a snapshot may have been taken, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  return /^(19|20)/.test(text) && isCalendarDay(text);
}

/** Whether the text is a day of the calendar, `YYYY-MM-DD`. */
export function isCalendarDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The day in a snapshot's file name, `YYYY-MM-DD`; null if it has none. */
export function dateInName(name: string): string | null {
  for (const match of name.matchAll(/(?<!\d)(20\d\d)([-_.]?)(\d\d)\2(\d\d)(?!\d)/g)) {
    const day = `${match[1]}-${match[3]}-${match[4]}`;
    if (isDay(day)) return day;
  }
  return null;
}
