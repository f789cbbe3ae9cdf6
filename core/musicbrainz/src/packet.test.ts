import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ReadPacketOptions, readPacket } from "./packet.js";
import { jsonFromRow } from "./rows.js";
import { tableLayout } from "./table-layouts.js";
import { rowOf } from "./testing/arbitraries.js";
import { PACKET_SEQUENCE, lineOf, packetMembers, pendingLine } from "./testing/packet-lines.js";

const options: ReadPacketOptions = {
  sequence: PACKET_SEQUENCE,
  tables: new Set(["artist_credit_name", "artist_gid_redirect"]),
};
const name = { artist_credit: 7, position: 0, artist: 12, name: 'a\\"b\n', join_phrase: " & " };
const renamed = { ...name, name: "c" };
const controlRow = (sequence: number) =>
  pendingLine(
    99,
    "musicbrainz.replication_control",
    "u",
    9,
    jsonControl(sequence - 1),
    jsonControl(sequence),
  );
const jsonControl = (sequence: number) => ({
  id: 1,
  current_schema_sequence: 31,
  current_replication_sequence: sequence,
  last_replication_date: null,
});

describe("a packet", () => {
  it("gives whole typed rows, skips and counts what is not kept, and knows when transactions began", () => {
    const lines = [
      pendingLine(11, "musicbrainz.artist_credit_name", "i", 2_266_759_644, null, name),
      pendingLine(12, '"musicbrainz"."artist_credit_name"', "u", 2_266_759_644, name, renamed),
      pendingLine(13, "musicbrainz.artist_credit_name", "d", 5, renamed, null),
      pendingLine(14, "statistics.statistic", "i", 5, null, "{"),
      pendingLine(15, "statistics.statistic", "i", 5, null, "{"),
      controlRow(PACKET_SEQUENCE),
      Buffer.from("\\."),
    ];
    const pendingTimestamps = [lineOf("5", "2026-05-11 20:15:01.5+00"), lineOf("6", "never")];
    const packet = readPacket(packetMembers(lines, { pendingTimestamps }), options);
    expect(packet.changes).toEqual([
      { ...at(11, 2_266_759_644), line: 1, op: "i", before: null, after: name },
      { ...at(12, 2_266_759_644), line: 2, op: "u", before: name, after: renamed },
      { ...at(13, 5), line: 3, op: "d", before: renamed, after: null },
    ]);
    expect(Object.fromEntries(packet.skipped)).toEqual({
      "statistics.statistic": 2,
      "musicbrainz.replication_control": 1,
    });
    expect(packet.lastSeqids.get(5)).toBe(15);
    expect([...packet.transactionTimes]).toEqual([[5, Date.UTC(2026, 4, 11, 20, 15, 1, 500) * 1000]]);
    expect(packet).toMatchObject({ sequence: PACKET_SEQUENCE, schemaSequence: 31, rejected: [] });
  });

  it.each([
    ["PENDING_FIELD_COUNT", lineOf("1", "musicbrainz.artist", "i")],
    [
      "PENDING_BAD_NUMBER",
      pendingLine("9007199254740993", "musicbrainz.artist_credit_name", "i", 1, null, name),
    ],
    ["PENDING_BAD_NUMBER", pendingLine(1, "musicbrainz.artist_credit_name", "i", "-1", null, name)],
    [
      "PENDING_BAD_NUMBER",
      pendingLine(1, "musicbrainz.artist_credit_name", "i", "9007199254740991", null, name),
    ],
    ["ROW_MISSING_COLUMN", pendingLine(1, "musicbrainz.artist_credit_name", "i", 1, null, { artist: 1 })],
    ["PENDING_BAD_TABLE_NAME", pendingLine(1, "artist", "i", 1, null, name)],
    ["PENDING_BAD_OPERATION", pendingLine(1, "musicbrainz.artist_credit_name", "t", 1, name, null)],
    ["PENDING_BAD_OPERATION", pendingLine(1, "musicbrainz.artist_credit_name", "i", 1, name, name)],
    ["PENDING_BAD_OPERATION", pendingLine(1, "musicbrainz.artist_credit_name", "u", 1, null, name)],
    ["PENDING_BAD_OPERATION", pendingLine(1, "musicbrainz.artist_credit_name", "d", 1, null, null)],
    ["PENDING_BAD_JSON", pendingLine(1, "musicbrainz.artist_credit_name", "i", 1, null, "{")],
    ["PENDING_BAD_JSON", pendingLine(1, "musicbrainz.artist_credit_name", "i", 1, null, "[]")],
    ["PENDING_BAD_JSON", pendingLine(1, "musicbrainz.artist_credit_name", "i", 1, null, "[".repeat(200_000))],
    [
      "PENDING_JSON_TOO_LARGE",
      pendingLine(1, "musicbrainz.artist_credit_name", "i", 1, null, " ".repeat(5_000_000)),
    ],
    [
      "PENDING_JSON_TOO_LARGE",
      pendingLine(1, "musicbrainz.artist_credit_name", "u", 1, " ".repeat(3_700_000), " ".repeat(3_700_000)),
    ],
    ["ROW_BAD_TEXT", pendingLine(1, "musicbrainz.artist_credit_name", "i", 1, null, { ...name, name: [[]] })],
    ["COPY_INVALID_UTF8", Buffer.from([0xff])],
  ])("keeps a line it cannot read (%s) with its number and bytes, and reads on", (code, bad) => {
    const good = pendingLine(2, "musicbrainz.artist_credit_name", "i", 1, null, name);
    const packet = readPacket(packetMembers([good, bad, good]), options);
    expect(packet.changes).toHaveLength(2);
    expect(packet.rejected).toHaveLength(1);
    const { bytes, place, ...rejected } = packet.rejected[0]!;
    expect(rejected).toEqual({ member: "mbdump/pending_data", line: 2, code, reason: expect.any(String) });
    expect(bytes.equals(bad)).toBe(true);
    // Its own place, or if it does not say so that of the line before.
    expect(place).toEqual({ xid: 1, seqid: expect.toBeOneOf([1, 2]) });
  });

  it("takes what no consumer reads for null, before a change and after it, and says where", () => {
    const good = { id: 1, name: "jazz", ref_count: 0 };
    const tag = { ...options, tables: new Set(["tag"]) };
    const odd = { ...good, ref_count: 2 ** 40, colour: "red" };
    const lines = [
      pendingLine(1, "musicbrainz.tag", "i", 1, null, good),
      pendingLine(2, "musicbrainz.tag", "u", 1, odd, { ...good, name: "bop" }),
      pendingLine(3, "musicbrainz.tag", "d", 1, { ...odd, name: "bop" }, null),
    ];
    const { changes, rejected, dropped } = readPacket(packetMembers(lines), tag);
    expect(rejected).toEqual([]);
    expect(changes[1]).toMatchObject({ before: { ...good, ref_count: null }, after: { name: "bop" } });
    expect(changes[2]).toMatchObject({ before: { id: 1, name: "bop", ref_count: null } });
    expect(dropped.map(({ line, fault: { code, column } }) => [line, code, column])).toEqual([
      [2, "ROW_BAD_INTEGER", "ref_count"],
      [2, "ROW_UNKNOWN_COLUMN", "colour"],
      [3, "ROW_BAD_INTEGER", "ref_count"],
      [3, "ROW_UNKNOWN_COLUMN", "colour"],
    ]);
  });

  it.each([
    ["misses one", { artist_credit: 7, position: 0, artist: 1, name: "a" }, /join_phrase/],
    ["has one more", { ...name, colour: "red" }, /colour/],
  ])("is refused when every row of a table %s, even if other tables are fine", (_, other, column) => {
    const tables = new Set(["artist_credit_name", "tag"]);
    const lines = [
      pendingLine(1, "musicbrainz.tag", "i", 1, null, { id: 1, name: "jazz", ref_count: 0 }),
      pendingLine(2, "musicbrainz.artist_credit_name", "i", 1, null, other),
      pendingLine(3, "musicbrainz.artist_credit_name", "u", 1, other, other),
    ];
    const read = (more: Buffer[]) => readPacket(packetMembers([...lines, ...more]), { ...options, tables });
    expect(() => read([])).toThrow(
      expect.objectContaining({
        code: "LAYOUT_UNREADABLE",
        message: expect.stringMatching(/packet 881.*2 changes of artist_credit_name/),
      }),
    );
    expect(() => read([])).toThrow(column);
    const fitting = pendingLine(4, "musicbrainz.artist_credit_name", "i", 1, null, name);
    expect(read([fitting]).changes.length).toBeGreaterThan(1);
  });

  it("is refused when its own counter does not arrive at its number", () => {
    expect(() => readPacket(packetMembers([controlRow(PACKET_SEQUENCE + 1)]), options)).toThrow(
      expect.objectContaining({ code: "PACKET_CONTROL_ROW_DIFFERS" }),
    );
  });

  it("is refused when it identifies kept rows by other columns; its own keys or none are fine", () => {
    const keys = (columns: string) => [
      lineOf("musicbrainz.artist_credit_name", columns),
      lineOf("musicbrainz.unknown", "{id}"),
    ];
    const read = (columns: string) => readPacket(packetMembers([], { pendingKeys: keys(columns) }), options);
    expect(read('{artist_credit,"position"}').changes).toEqual([]);
    expect(() => read("{id}")).toThrow(expect.objectContaining({ code: "PACKET_KEYS_DIFFER" }));
    expect(() => readPacket(packetMembers([], { pendingKeys: [lineOf("one")] }), options)).toThrow(
      expect.objectContaining({
        code: "PACKET_MEMBER_MALFORMED",
        message: expect.stringContaining("line 1"),
      }),
    );
  });

  it("of an unknown schema sequence is refused before a row is read", () => {
    const unread = (function* (): Iterable<Buffer> {
      yield expect.unreachable();
    })();
    const controlFiles = { SCHEMA_SEQUENCE: "32\n" };
    expect(() => readPacket(packetMembers(unread, { controlFiles }), options)).toThrow(
      expect.objectContaining({ code: "LAYOUT_UNKNOWN_SCHEMA_SEQUENCE" }),
    );
  });

  it("carries any row exactly, double escaping and all", () => {
    const layout = tableLayout("artist_credit_name", 31);
    fc.assert(
      fc.property(rowOf(layout), rowOf(layout), (before, after) => {
        const json = [jsonFromRow(layout, before), jsonFromRow(layout, after)] as const;
        const line = pendingLine(1, "musicbrainz.artist_credit_name", "u", 1, ...json);
        expect(readPacket(packetMembers([line]), options).changes[0]).toMatchObject({ before, after });
      }),
    );
  });
});

function at(seqid: number, xid: number) {
  return { seqid, xid, schema: "musicbrainz", table: "artist_credit_name" };
}
