import { orderForApply } from "@interlude/core-musicbrainz";
import { describe, expect, it } from "vitest";
import { sampleWorld } from "../sample-world.js";
import { read } from "../testing/mirror.js";

const packets = [...sampleWorld({ artists: 300, recordings: 1500, packets: 20 }).packets()].map((packet) => ({
  packet,
  read: read(packet),
}));

describe("PacketRecorder", () => {
  it("names the archive's files as MusicBrainz does", () => {
    const names = packets[0]!.packet.members.map(({ name }) => name).join(" ");
    expect(names).toBe(
      "TIMESTAMP COPYING README REPLICATION_SEQUENCE SCHEMA_SEQUENCE DBMIRROR_VERSION " +
        "mbdump/pending_data mbdump/pending_keys mbdump/pending_ts",
    );
  });

  it("numbers every row once, and moves replication_control last of all", () => {
    const seqids = packets.flatMap(({ read: { changes } }) => changes.map(({ seqid }) => seqid));
    expect(new Set(seqids).size).toBe(seqids.length);
    for (const { read: packet } of packets) {
      expect(packet.rejected).toEqual([]);
      const last = orderForApply(packet.changes, packet.lastSeqids).at(-1)!;
      expect(last.table).toBe("replication_control");
      expect(last.after!["current_replication_sequence"]).toBe(packet.sequence);
      expect([...packet.lastSeqids.keys()].every((xid) => packet.transactionTimes.has(xid))).toBe(true);
    }
  });

  it("trips up readers who sort by xid, by file order or by seqid alone, or expect seqids to follow on", () => {
    const byCommit = packets.map(({ read: { lastSeqids } }) =>
      [...lastSeqids].sort((one, other) => one[1] - other[1]).map(([xid]) => xid),
    );
    expect(byCommit.some((xids) => xids.some((xid, at) => at > 0 && xid < xids[at - 1]!))).toBe(true);
    const inFile = packets.map(({ read: { changes } }) => changes);
    expect(inFile.some((rows) => rows.some(({ seqid }, at) => at > 0 && seqid < rows[at - 1]!.seqid))).toBe(
      true,
    );
    const interleaved = inFile.some((rows) => {
      const sorted = rows.toSorted((one, other) => one.seqid - other.seqid);
      const runs = sorted.filter(({ xid }, at) => at === 0 || xid !== sorted[at - 1]!.xid).length;
      return runs > new Set(rows.map(({ xid }) => xid)).size;
    });
    expect(interleaved).toBe(true);
    const bounds = inFile.map((rows) => rows.map(({ seqid }) => seqid));
    expect(bounds.some((seqids, at) => at > 0 && Math.min(...seqids) < Math.max(...bounds[at - 1]!))).toBe(
      true,
    );
  });

  it("changes tables that the dump does not have, and saves rows unchanged", () => {
    const skipped = new Set(packets.flatMap(({ read: packet }) => [...packet.skipped.keys()]));
    expect([...skipped].sort()).toEqual(["musicbrainz.annotation", "statistics.statistic"]);
    const changes = packets.flatMap(({ read: packet }) => packet.changes);
    expect(
      changes.some(({ op, before, after }) => op === "u" && JSON.stringify(before) === JSON.stringify(after)),
    ).toBe(true);
  });
});
