import { type TableName, schemas, tableTopics } from "@interlude/contracts";
import {
  AvroBytes,
  CopyRowTranscoder,
  CopyTextError,
  RowError,
  SUPPORTED_SCHEMA_SEQUENCES,
  type TableLayout,
  aggregateRoot,
  decodeCopyRow,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import avro from "avsc";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { copyLineOf, damagedCopyLineOf, oddCopyLinesOf } from "../testing/copy-lines.js";

const NEWEST = Math.max(...SUPPORTED_SCHEMA_SEQUENCES);
const ORIGIN = { sequence: 190_000, ts: 1_788_567_919_123_456 };
const POSITION = 12_345_678_901;

/** Avro of one change of a table, by the contract and a general encoder. */
function contractType(table: string): avro.Type {
  const schema = JSON.parse(schemas[`musicbrainz.${table as TableName}`]) as avro.schema.RecordType;
  const items = schema.fields.find(({ name }) => name === "items");
  const type = items === undefined ? schema : (items.type as avro.schema.ArrayType).items;
  return avro.Type.forSchema(type, { wrapUnions: false });
}

interface Outcome {
  readonly key: string;
  readonly bytes: string;
  /** What is wrong with the values that are null in the record. */
  readonly dropped: readonly string[];
}

const BEFORE = Buffer.from("before");

/** What came of a line: its key and record, or the error's code and message. */
function outcome(attempt: () => Outcome): Outcome | { code: string; message: string } {
  try {
    return attempt();
  } catch (error) {
    if (error instanceof CopyTextError || error instanceof RowError) {
      return { code: error.code, message: error.message };
    }
    throw error;
  }
}

function byReference(layout: TableLayout, type: avro.Type, line: Buffer): Outcome {
  const dropped: string[] = [];
  const after = rowFromCopy(layout, decodeCopyRow(line), ({ message }) => dropped.push(message));
  const source = { kind: "dump", sequence: ORIGIN.sequence, xid: null, position: POSITION };
  const change = { before: null, after, op: "r", source, ts: ORIGIN.ts };
  return { key: aggregateRoot(layout, after), bytes: type.toBuffer(change).toString("hex"), dropped };
}

/** Reads a line that stands between others, and writes it behind what the output holds. */
function byTranscoder(
  transcoder: CopyRowTranscoder,
  out: AvroBytes,
  { line, around }: { line: Buffer; around: Buffer },
): Outcome {
  transcoder.openBlock(Buffer.concat([around, line, around]));
  const key = transcoder.read(around.length, around.length + line.length).toString();
  transcoder.write(POSITION, out);
  const dropped = transcoder.dropped.map(({ message }) => message);
  return { key, bytes: out.bytes.toString("hex", BEFORE.length, out.length), dropped };
}

function outputWithSomething(): AvroBytes {
  const out = new AvroBytes(1);
  out.writeBytes(BEFORE);
  return out;
}

/** What stands before and behind a line: nothing that matters, or what is no COPY text. */
const neighbour = fc.constantFrom(
  ..."\n|\tx\\N\n|\xff\n|\r\n\0\n".split("|").map((text) => Buffer.from(text, "latin1")),
);

const tables = SUPPORTED_SCHEMA_SEQUENCES.flatMap((sequence) =>
  Object.keys(tableTopics)
    .filter((table) => sequence === NEWEST || tableLayout(table, sequence) !== tableLayout(table, NEWEST))
    .map((table) => [table, sequence] as const),
);

describe.each(tables)("lines of %s in schema sequence %i", (table, sequence) => {
  const layout = tableLayout(table, sequence);
  const type = contractType(table);
  const transcoder = new CopyRowTranscoder(layout, tableLayout(table, NEWEST), ORIGIN);

  /** Both ways come to the same, and the output holds the record or, where there is none, what it held. */
  function expectTheSame(line: Buffer, around: Buffer): void {
    const out = outputWithSomething();
    const transcoded = outcome(() => byTranscoder(transcoder, out, { line, around }));
    const written = "bytes" in transcoded ? transcoded.bytes : "";
    expect({ line: line.toString(), ...transcoded }).toEqual({
      line: line.toString(),
      ...outcome(() => byReference(layout, type, line)),
    });
    expect(out.bytes.toString("hex", 0, out.length)).toBe(BEFORE.toString("hex") + written);
  }

  it("become what a general encoder makes of the decoded row", () => {
    fc.assert(
      fc.property(copyLineOf(layout), neighbour, (line, around) => {
        const transcoded = byTranscoder(transcoder, outputWithSomething(), { line, around });
        expect(transcoded).toEqual(byReference(layout, type, line));
      }),
      { numRuns: 100 },
    );
  });

  it("fail as the decoded row does where they are damaged, and leave nothing behind", () => {
    fc.assert(
      fc.property(damagedCopyLineOf(layout), neighbour, (line, around) => expectTheSame(line, around)),
      { numRuns: 100 },
    );
  });

  it("are read or refused as the decoded row is where one field is odd", () => {
    for (const line of oddCopyLinesOf(layout)) expectTheSame(line, Buffer.from("\n"));
  });
});
