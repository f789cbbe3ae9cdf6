export interface TableName {
  readonly schema: string;
  readonly table: string;
}

const PART = `"(?:[^"]|"")+"|[^".]+`;
const QUALIFIED = new RegExp(`^(${PART})\\.(${PART})$`, "u");

/**
 * Takes `schema.table` apart, each part quoted as SQL quotes identifiers if it needs to be (`"odd ""name"""`).
 * Null if the text is no such name.
 */
export function parseTableName(text: string): TableName | null {
  const match = QUALIFIED.exec(text);
  return match === null ? null : { schema: unquote(match[1]!), table: unquote(match[2]!) };
}

function unquote(part: string): string {
  return part.startsWith('"') ? part.slice(1, -1).replaceAll('""', '"') : part;
}
