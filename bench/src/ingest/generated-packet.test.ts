import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CopyLineSplitter, orderForApply, readPacket } from "@interlude/core-musicbrainz";
import { afterAll, expect, it } from "vitest";
import { packetSequence, writeGeneratedPacket } from "./generated-packet.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-bench-"));
afterAll(() => rmSync(folder, { recursive: true }));

it("writes a packet that is read and ordered, nothing of it rejected", async () => {
  const file = join(folder, "replication.tar");
  const sequence = packetSequence(1);
  await writeGeneratedPacket(file, sequence, 2_000);
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
