import type { TableDescription } from "./table-descriptions.js";

const NOTICE = `// Generated from schemas/musicbrainz/tables.json by \`npm run contracts:generate\`. Do not edit.
import type { TableDescription } from "../table-layouts.js";

/** MusicBrainz tables that can be read: columns of every known schema sequence, in COPY order. */
export const tableDescriptions: readonly TableDescription[] = [
`;

/** The file of `core/musicbrainz` that says how tables lie in dumps and packets; `core` cannot import contracts. */
export function layoutsFile(tables: readonly TableDescription[]): string {
  return `${NOTICE}${tables.map(entry).join("")}];\n`;
}

function entry({ table, columns, primaryKey, root, ignored }: TableDescription): string {
  return `  {
    table: ${JSON.stringify(table)},
    primaryKey: ${list(primaryKey)},
    root: { table: ${JSON.stringify(root.table)}, columns: ${list(root.columns)} },
    ignored: ${list(ignored)},
    columns: [
${columns.map((column) => `      ${object(column)},\n`).join("")}    ],
  },
`;
}

function list(names: readonly string[]): string {
  return `[${names.map((name) => JSON.stringify(name)).join(", ")}]`;
}

function object(column: object): string {
  const properties = Object.entries(column).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `{ ${properties.join(", ")} }`;
}
