import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type AvroSchema, declareTypes } from "./typescript.js";

const NOTICE = "// Generated from schemas/avro by `npm run contracts:generate`. Do not edit.\n\n";

/** Files of `contracts/src/generated` with their contents, from the folder `schemas/avro`. */
export function generate(schemaFolder: string): Map<string, string> {
  const schemas = readSchemas(schemaFolder);
  const declarations = new Map<string, string>();
  for (const schema of schemas.values()) declareTypes(schema, declarations);
  const changes = [...declarations.keys()].filter((name) => name.endsWith("Change"));
  const types = [
    ...declarations.values(),
    `/** A row change of any table. */\nexport type AnyRowChange = ${changes.join(" | ")};\n`,
  ];
  const entries = [...schemas].map(
    ([name, schema]) => `  ${JSON.stringify(name)}: ${JSON.stringify(JSON.stringify(schema))},\n`,
  );
  return new Map([
    ["types.ts", NOTICE + types.join("\n")],
    [
      "schemas.ts",
      `${NOTICE}/** Avro schemas as JSON text, by file name. */\nexport const schemas = {\n${entries.join("")}} as const;\n\nexport type SchemaName = keyof typeof schemas;\n`,
    ],
  ]);
}

/** Schemas of a folder by file name without `.avsc`, sorted. Throws where a file is not JSON. */
export function readSchemas(folder: string): Map<string, AvroSchema> {
  const files = readdirSync(folder).filter((file) => file.endsWith(".avsc"));
  return new Map(
    files
      .sort()
      .map((file) => [
        file.slice(0, -".avsc".length),
        JSON.parse(readFileSync(join(folder, file), "utf8")) as AvroSchema,
      ]),
  );
}
