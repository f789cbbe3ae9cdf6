const MOST_FIELDS = 3;
const MOST_CHARACTERS = 80;

/** A key whose value is not what it should be; null stands for a key that is not there. */
export interface Difference {
  readonly key: string;
  readonly is: string | null;
  readonly should: string | null;
}

/** A difference in a line that can be read: of records the fields that differ, of long values the beginning. */
export function differenceLine({ key, is, should }: Difference): string {
  if (is === null) return `${key} is missing, should be ${short(should!)}`;
  if (should === null) return `${key} should not be there, is ${short(is)}`;
  const [one, other] = [fieldsOf(is), fieldsOf(should)];
  if (one === null || other === null) return `${key} is ${short(is)}, should be ${short(should)}`;
  const names = [...new Set([...one.keys(), ...other.keys()])];
  const differing = names.filter((name) => one.get(name) !== other.get(name));
  const shown = differing
    .slice(0, MOST_FIELDS)
    .map((name) => `${name} is ${short(one.get(name))}, should be ${short(other.get(name))}`);
  const more = differing.length - shown.length;
  return `${key}: ${shown.join("; ")}${more > 0 ? `; and ${more} more fields` : ""}`;
}

/** The fields of a record as JSON has it, each as text; null if the text is no record. */
function fieldsOf(text: string): Map<string, string> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return new Map(Object.entries(value).map(([name, field]) => [name, JSON.stringify(field)]));
  } catch {
    return null;
  }
}

function short(text: string | undefined): string {
  if (text === undefined) return "missing";
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text;
}
