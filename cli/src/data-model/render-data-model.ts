import type { Reference } from "@interlude/infra-checks";
import type { Column, Schema, Table } from "./read-data-model.js";

/** What every stage has besides its own tables. */
const STAGE_TABLES: ReadonlySet<string> = new Set([
  "dead_letters",
  "leases",
  "outbox",
  "rebuild_keys",
  "stage_positions",
  "stage_state",
]);

const INTRODUCTION = `# Data model

Generated from a prepared database by \`npm run docs:data-model\`; what it says of tables and columns is their comments. Each service owns one PostgreSQL schema and a role that can touch nothing else.

Solid lines are foreign keys. Dotted lines are references without one: rows may arrive in any order, so the database cannot hold them; \`interlude validate\` looks at them when an epoch is complete.
`;

/**
 * The page on the data model: a section a schema, with a diagram and every table in words.
 * @param schemas each as the database has it; the tables that every stage has are shown once
 */
export function renderDataModel(schemas: readonly Schema[], references: readonly Reference[]): string {
  const [first] = schemas;
  const stage = first?.tables.filter(({ name }) => STAGE_TABLES.has(name)) ?? [];
  const sections = schemas.map((schema) => {
    const tables = schema.tables.filter(({ name }) => !STAGE_TABLES.has(name));
    return section(`Schema \`${schema.name}\``, { ...schema, tables }, references);
  });
  const shared = { name: "stage", tables: stage, foreignKeys: [] };
  return [INTRODUCTION, section("In every schema", shared, []), ...sections].join("\n");
}

function section(title: string, schema: Schema, references: readonly Reference[]): string {
  const own = references.filter((reference) => reference.schema === schema.name);
  const solid = schema.foreignKeys.map(({ table, column, target }) => line(target, "||--o{", table, column));
  const dotted = own.map(({ target, table, column }) => line(target, "||..o{", table, column));
  const boxes = schema.tables.map((table) => box(table, schema, own));
  const diagram = ["```mermaid", "erDiagram", ...boxes, ...solid, ...dotted, "```"].join("\n");
  return `## ${title}\n\n${diagram}\n\n${schema.tables.map(described).join("\n")}`;
}

function line(target: string, cardinality: string, table: string, column: string): string {
  return `  ${target} ${cardinality} ${table} : ${column}`;
}

function box({ name, columns }: Table, { foreignKeys }: Schema, references: readonly Reference[]): string {
  const isForeign = (column: string): boolean =>
    [...foreignKeys, ...references].some((key) => key.table === name && key.column === column);
  const attributes = columns.map((column) => {
    const keys = [column.primary ? "PK" : "", isForeign(column.name) ? "FK" : ""].filter((key) => key !== "");
    return `    ${[column.type.replaceAll(" ", "_"), column.name, keys.join(", ")].join(" ").trimEnd()}`;
  });
  return [`  ${name} {`, ...attributes, "  }"].join("\n");
}

function described({ name, view, comment, columns }: Table): string {
  const rows = columns.map(
    (column) => `| ${column.name} | ${view ? column.type : typeOf(column)} | ${cell(column.comment ?? "")} |`,
  );
  const table = ["| column | type | |", "| --- | --- | --- |", ...rows].join("\n");
  return `### ${name}${view ? " (view)" : ""}\n\n${comment ?? ""}\n\n${table}\n`;
}

function typeOf({ type, nullable, primary }: Column): string {
  if (primary) return `${type}, key`;
  return nullable ? `${type}, may be null` : type;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}
