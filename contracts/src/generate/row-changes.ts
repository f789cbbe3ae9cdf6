import type { DescribedColumn, TableDescription } from "./table-descriptions.js";
import type { AvroSchema } from "./typescript.js";

const MICROSECONDS = { type: "long", logicalType: "timestamp-micros" };

/** Avro types by PostgreSQL type; whatever is not here is text. */
const AVRO_TYPES: Readonly<Record<string, AvroSchema>> = {
  int2: "int",
  int4: "int",
  bool: "boolean",
  timestamptz: MICROSECONDS,
};

/** Name of a table's types, `LArtistUrl` for `l_artist_url`. */
export function typeName(table: string): string {
  return table.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * The Avro schema of a table's topic: batches of row changes, in the envelope of change data capture. Their rows have
 * the columns that the newest schema sequence has.
 */
export function rowChangesSchema({ table, columns, ignored }: TableDescription): AvroSchema {
  const name = typeName(table);
  const row = {
    type: "record",
    name: `${name}Row`,
    doc: `One row of MusicBrainz's table ${table}, columns named as there.`,
    fields: columns
      .filter(({ onlyInSchema }) => onlyInSchema === undefined)
      .map((column) => field(column, ignored)),
  };
  const change = {
    type: "record",
    name: `${name}Change`,
    doc: `A change of one row of MusicBrainz's table ${table}, in the envelope of change data capture.`,
    fields: [
      { name: "before", type: ["null", row], default: null, doc: "The whole row before; null for c and r." },
      { name: "after", type: ["null", row.name], default: null, doc: "The whole row after; null for d." },
      { name: "op", type: OPERATION },
      { name: "source", type: SOURCE },
      { name: "ts", type: MICROSECONDS, doc: "TIMESTAMP of the dump or packet." },
    ],
  };
  return {
    type: "record",
    name: `${name}Changes`,
    namespace: "interlude.musicbrainz",
    doc: `Changes of rows of MusicBrainz's table ${table} that share a partition, in order.`,
    fields: [{ name: "items", type: { type: "array", items: change } }],
  };
}

/** A value that no consumer reads, and a time that a number cannot hold, may be null instead: see `core/musicbrainz`. */
function field({ name, type, nullable }: DescribedColumn, ignored: readonly string[]): object {
  const avro = AVRO_TYPES[type] ?? "string";
  return nullable || type === "timestamptz" || ignored.includes(name)
    ? { name, type: ["null", avro], default: null }
    : { name, type: avro };
}

const OPERATION = {
  type: "enum",
  name: "RowOperation",
  symbols: ["c", "u", "d", "r"],
  doc: "c created, u updated, d deleted, r read from a dump.",
};

const SOURCE = {
  type: "record",
  name: "RowSource",
  doc: "Where the change came from.",
  fields: [
    { name: "kind", type: { type: "enum", name: "RowSourceKind", symbols: ["dump", "packet"] } },
    {
      name: "sequence",
      type: "long",
      doc: "Replication sequence of the dump or packet; 0 for a dump that is tied to none.",
    },
    {
      name: "xid",
      type: ["null", "long"],
      default: null,
      doc: "Transaction id on the MusicBrainz master; null for a dump.",
    },
    {
      name: "position",
      type: "long",
      doc: "Place in apply order within the dump or packet, from 0.",
    },
  ],
};
