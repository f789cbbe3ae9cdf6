const MOST_CHARACTERS = 60;

/**
 * The beginning of a text from outside, as messages quote it: what PostgreSQL and the log refuse in text (NUL, halves of
 * surrogate pairs, one that the cut leaves among them) is replaced.
 */
export function excerpt(text: string): string {
  const head = text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
  return Buffer.from(head).toString().replaceAll("\0", "\uFFFD");
}
