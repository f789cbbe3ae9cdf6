import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { layoutsFile } from "./layouts.js";
import { rowChangesSchema, typeName } from "./row-changes.js";
import { type TableDescription, parseTables } from "./table-descriptions.js";
import { type AvroSchema, declareTypes } from "./typescript.js";

/** Folder of the schemas that are generated: what else lies there is left from tables that are described no more. */
export const GENERATED_SCHEMAS = "schemas/avro/generated";

const NOTICE = "// Generated from schemas/ by `npm run contracts:generate`. Do not edit.\n\n";

/**
 * Everything that is generated from `schemas/avro` and `schemas/musicbrainz/tables.json`.
 * @param repository its root folder
 * @returns contents of files by path from the root
 * @throws TypeError, SyntaxError if a schema or description cannot be used
 */
export function generate(repository: string): Map<string, string> {
  const tables = parseTables(readFileSync(join(repository, "schemas/musicbrainz/tables.json"), "utf8"));
  const sent = tables.filter(({ partitions }) => partitions !== null);
  const rowSchemas = sent.map((table) => [`musicbrainz.${table.table}`, rowChangesSchema(table)] as const);
  const schemas = [...readSchemas(join(repository, "schemas/avro")), ...rowSchemas].sort(([one], [other]) =>
    one < other ? -1 : 1,
  );
  return new Map([
    ...rowSchemas.map(([name, schema]): [string, string] => [
      `${GENERATED_SCHEMAS}/${name}.avsc`,
      `${JSON.stringify(schema, null, 2)}\n`,
    ]),
    ["contracts/src/generated/schemas.ts", schemasFile(schemas)],
    ["contracts/src/generated/types.ts", typesFile(schemas)],
    ["contracts/src/generated/tables.ts", tablesFile(sent)],
    ["core/musicbrainz/src/generated/layouts.ts", layoutsFile(tables)],
  ]);
}

type NamedSchemas = readonly (readonly [name: string, schema: AvroSchema])[];

/** Hand-written schemas by file name without `.avsc`. */
function readSchemas(folder: string): NamedSchemas {
  const files = readdirSync(folder).filter((file) => file.endsWith(".avsc"));
  return files.map((file) => [
    file.slice(0, -".avsc".length),
    JSON.parse(readFileSync(join(folder, file), "utf8")) as AvroSchema,
  ]);
}

function schemasFile(schemas: NamedSchemas): string {
  const entries = schemas.map(
    ([name, schema]) => `  ${JSON.stringify(name)}: ${JSON.stringify(JSON.stringify(schema))},\n`,
  );
  return `${NOTICE}/** Avro schemas as JSON text, by name. */\nexport const schemas = {\n${entries.join("")}} as const;\n\nexport type SchemaName = keyof typeof schemas;\n`;
}

function typesFile(schemas: NamedSchemas): string {
  const declarations = new Map<string, string>();
  for (const [, schema] of schemas) declareTypes(schema, declarations);
  return NOTICE + [...declarations.values()].join("\n");
}

function tablesFile(sent: readonly TableDescription[]): string {
  const changes = sent.map(({ table }) => `  ${table}: value.${typeName(table)}Change;\n`);
  const partitions = sent.map((table) => `  ${table.table}: ${table.partitions},\n`);
  return [
    `${NOTICE}import type * as value from "./types.js";\n\n`,
    `/** What the topic of each MusicBrainz table carries. */\nexport interface TableChanges {\n${changes.join("")}}\n\n`,
    "/** A MusicBrainz table that has a topic. */\nexport type TableName = keyof TableChanges;\n\n",
    "/** A row change of any table. */\nexport type AnyRowChange = TableChanges[TableName];\n\n",
    `/** How many partitions the topic of each table has. */\nexport const tablePartitions: Readonly<Record<TableName, number>> = {\n${partitions.join("")}};\n`,
  ].join("");
}
