import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  CopyLineSplitter,
  decodeCopyRow,
  orderForApply,
  readPacket,
  rowFromCopy,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { afterAll, expect, it } from "vitest";
import { dumpTables } from "./dump-tables.js";
import { SCHEMA_SEQUENCE, dumpLines } from "./generated-dump.js";
import { packetSequence, writeGeneratedPacket } from "./generated-packet.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("writes a packet that is read and ordered, nothing of it rejected", async () => {
  const file = join(folder, "replication.tar");
  const sequence = packetSequence(1);
  await writeGeneratedPacket(file, sequence, { changes: 2_000, dump: { recordings: 5_000, seed: 7 } });
  const member = (name: string): Buffer => execFileSync("tar", ["-xOf", file, name], { maxBuffer: 2 ** 26 });
  const lines = (name: string): Buffer[] => new CopyLineSplitter().push(member(name));
  const controlNames = ["TIMESTAMP", "REPLICATION_SEQUENCE", "SCHEMA_SEQUENCE", "DBMIRROR_VERSION"];
  const tables = "recording url artist artist_credit_name l_artist_url artist_credit isrc".split(" ");
  const packet = readPacket(
    {
      controlFiles: Object.fromEntries(controlNames.map((name) => [name, String(member(name))])),
      pendingData: lines("mbdump/pending_data"),
      pendingKeys: lines("mbdump/pending_keys"),
      pendingTimestamps: lines("mbdump/pending_ts"),
    },
    { sequence, tables: new Set(tables) },
  );
  expect(packet.rejected).toEqual([]);
  expect(packet.changes).toHaveLength(2_000);
  expect(packet.lastSeqids.size).toBeGreaterThan(150);
  expect(orderForApply(packet.changes, packet.lastSeqids)).toHaveLength(2_000);
});

it("changes rows as the dump has them, and inserts none that the dump or another packet has", async () => {
  const dump = { recordings: 3_000, seed: 7 };
  const recordings = dumpTables(dump.recordings).find(({ table }) => table === "recording")!;
  const layout = tableLayout("recording", SCHEMA_SEQUENCE);
  const standing = new Map(
    [...dumpLines(recordings, dump.seed)].map((line) => {
      const row = rowFromCopy(layout, decodeCopyRow(Buffer.from(line.slice(0, -1))));
      return [Number(row["id"]), row];
    }),
  );
  const inserted: number[] = [];
  const changed: { id: number; gid: string; name: string; artist_credit: number }[] = [];
  for (const place of [1, 2]) {
    const path = join(folder, `replication-${place}.tar`);
    await writeGeneratedPacket(path, packetSequence(place), { changes: 1_000, dump });
    const lines = execFileSync("tar", ["-xOf", path, "mbdump/pending_data"], { maxBuffer: 2 ** 26 });
    for (const line of new CopyLineSplitter().push(lines)) {
      const [, table, op, , before, after] = decodeCopyRow(line);
      if (table !== "musicbrainz.recording") continue;
      if (op === "i") inserted.push(JSON.parse(after!).id);
      else changed.push(JSON.parse(before!));
    }
  }
  expect(changed.length).toBeGreaterThan(0);
  for (const { id, gid, name, artist_credit } of changed) {
    expect(standing.get(id)).toMatchObject({ gid, name, artist_credit });
  }
  expect(new Set(inserted).size).toBe(inserted.length);
  expect(Math.min(...inserted)).toBeGreaterThan(dump.recordings);
});
