/** More than any value has that is read: a type without a length takes what a line holds. */
const UNBOUNDED = 2 ** 31 - 1;

const bounds = new Map<string, number>();

/** The most characters that a value of a type can have: 255 of `varchar(255)`. */
export function mostCharacters(type: string): number {
  const known = bounds.get(type);
  if (known !== undefined) return known;
  const declared = /\((\d+)\)$/.exec(type)?.[1];
  const most = declared === undefined ? UNBOUNDED : Number(declared);
  bounds.set(type, most);
  return most;
}

/** Whether a text has more characters than that, as PostgreSQL counts them: a surrogate pair is one. */
export function isLongerThan(text: string, most: number): boolean {
  if (text.length <= most) return false;
  if (text.length > 2 * most) return true;
  let characters = 0;
  for (const _ of text) characters++;
  return characters > most;
}
