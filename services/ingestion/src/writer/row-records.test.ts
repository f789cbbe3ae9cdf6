import { type SchemaName, schemas, tableTopics } from "@interlude/contracts";
import {
  NEWEST_SCHEMA_SEQUENCE,
  SUPPORTED_SCHEMA_SEQUENCES,
  mayBeNull,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { describe, expect, it } from "vitest";

interface Field {
  readonly name: string;
  readonly type: unknown;
}

const AVRO: Readonly<Record<string, string>> = {
  int2: "int",
  int4: "int",
  bool: "boolean",
  timestamptz: "long",
};

/** Fields of the row inside a topic's envelope: name, Avro type, whether it may be null. */
function rowFields(schema: SchemaName): object[] {
  const batch = JSON.parse(schemas[schema]) as { fields: [{ type: { items: { fields: Field[] } } }] };
  const before = batch.fields[0].type.items.fields.find(({ name }) => name === "before")!.type as [
    string,
    { fields: Field[] },
  ];
  return before[1].fields.map(({ name, type }) => {
    const nullable = Array.isArray(type);
    const inner: unknown = nullable ? type[1] : type;
    const avro = typeof inner === "string" ? inner : (inner as { type: string }).type;
    return { name, avro, nullable };
  });
}

describe("kept tables", () => {
  it.each(Object.entries(tableTopics))(
    "%s has the columns of its layout in its topic's schema",
    (table, topic) => {
      for (const sequence of SUPPORTED_SCHEMA_SEQUENCES) {
        const kept = new Set(tableLayout(table, NEWEST_SCHEMA_SEQUENCE).columns.map(({ name }) => name));
        const layout = tableLayout(table, sequence);
        const columns = layout.columns
          .filter(({ name }) => kept.has(name))
          .map((column) => ({
            name: column.name,
            avro: AVRO[column.type] ?? "string",
            nullable: mayBeNull(layout, column),
          }));
        expect(rowFields(topic.schema)).toEqual(columns);
      }
    },
  );
});
