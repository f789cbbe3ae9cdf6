import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { assert, describe, expect, it } from "vitest";
import { effectiveChanges, orderForApply } from "./apply-order.js";
import { collaborations } from "./collaborations.js";
import { type ControlFiles, readDumpControl } from "./control-files.js";
import { decodeCopyRow } from "./copy-text.js";
import { type Packet, readPacket } from "./packet.js";
import { primaryKeyOf } from "./row-change.js";
import { type Row, rowFromCopy } from "./rows.js";
import { tableLayout } from "./table-layouts.js";
import { blueNoteFolder, blueNoteMissing, linesOf, readArchive } from "./testing/real-data.js";

type Mirror = Map<string, Map<string, Row>>;
type Members = Map<string, Buffer>;

const TABLES = ["artist", "artist_credit", "artist_credit_name", "recording"];
const missing = blueNoteMissing();

const controlFiles = (members: Members): ControlFiles =>
  Object.fromEntries([...members].map(([name, bytes]) => [name, bytes.toString()]));

function loadDump(members: Members): { mirror: Mirror; sequence: number } {
  const { schemaSequence, replicationSequence } = readDumpControl(controlFiles(members));
  const mirror: Mirror = new Map();
  for (const table of TABLES) {
    const layout = tableLayout(table, schemaSequence);
    const rows = linesOf(members.get(`mbdump/${table}`)).map((line) =>
      rowFromCopy(layout, decodeCopyRow(line)),
    );
    mirror.set(table, new Map(rows.map((row) => [primaryKeyOf(layout, row), row])));
  }
  return { mirror, sequence: replicationSequence! };
}

function readBlueNotePacket(members: Members, sequence: number): Packet {
  return readPacket(
    {
      controlFiles: controlFiles(members),
      pendingData: linesOf(members.get("mbdump/pending_data")),
      pendingKeys: linesOf(members.get("mbdump/pending_keys")),
      pendingTimestamps: linesOf(members.get("mbdump/pending_ts")),
    },
    { sequence, tables: new Set(TABLES) },
  );
}

/** As the official client does, but strict: every old row must be the one we hold. */
function apply(mirror: Mirror, packet: Packet): void {
  for (const change of effectiveChanges(orderForApply(packet.changes, packet.lastSeqids)).changes) {
    const layout = tableLayout(change.table, packet.schemaSequence);
    const rows = mirror.get(change.table)!;
    if (change.before !== null) {
      const key = primaryKeyOf(layout, change.before);
      assert.deepEqual(rows.get(key), change.before);
      rows.delete(key);
    }
    if (change.after !== null) rows.set(primaryKeyOf(layout, change.after), change.after);
  }
}

function asTsv(mirror: Mirror): string {
  const rows = <T>(table: string) => mirror.get(table)!.values() as Iterable<T>;
  const { pairs } = collaborations({
    artists: rows("artist"),
    creditNames: rows("artist_credit_name"),
    recordings: rows("recording"),
  });
  const lines = [...pairs].map(([key, { weight }]) => `${key.replace(":", "\t")}\t${weight}\n`);
  return lines.sort().join("");
}

describe.skipIf(missing !== null)("Blue Note, dump and 42 packets (needs shared data: bluenote)", () => {
  it("ends in the collaborations that are expected, byte for byte", () => {
    const { mirror, sequence: dumpSequence } = loadDump(readArchive(join(blueNoteFolder, "mbdump.tar.bz2")));
    const packets = readdirSync(blueNoteFolder).filter((name) => name.startsWith("replication-"));
    expect(packets).toHaveLength(42);
    for (let sequence = dumpSequence + 1; sequence <= dumpSequence + packets.length; sequence++) {
      const members = readArchive(join(blueNoteFolder, `replication-${sequence}-v2.tar.bz2`));
      const packet = readBlueNotePacket(members, sequence);
      expect(packet.rejected).toEqual([]);
      apply(mirror, packet);
    }
    const expected = readFileSync(join(blueNoteFolder, "expected-collaborations.tsv"), "utf8");
    expect(asTsv(mirror) === expected).toBe(true);
    expect(expected.split("\n")).toHaveLength(31_972);
  });
});
