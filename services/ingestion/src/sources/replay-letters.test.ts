import { mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  type AnyRowChange,
  type DeadLetter,
  SOURCE_EPOCH_HEADER,
  deadLetterTopics,
  tableTopics,
  topics,
} from "@interlude/contracts";
import { copyFromRow, encodeCopyRow, jsonFromRow, tableLayout } from "@interlude/core-musicbrainz";
import { type Members, temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { MAX_RECORD_BYTES } from "@interlude/stage";
import { beforeEach, describe, expect, it } from "vitest";
import { MemoryStream } from "../testing/memory-stream.js";
import { MAX_INPUT_BYTES } from "../writer/epoch-writer.js";
import { artistCredit, dumpMembers, packetMembers } from "../testing/music-files.js";

const root = temporaryFolder();
const layout = tableLayout("artist_credit", 31);
const TOPIC = tableTopics.artist_credit;
let folder: string;
let stream: MemoryStream;

beforeEach(async () => {
  folder = mkdtempSync(join(root, "source-"));
  stream = await MemoryStream.create();
});

const lineOf = (id: number) => encodeCopyRow(copyFromRow(layout, artistCredit(id)));
const pendingLine = (seqid: number, id: number, table = "musicbrainz.artist_credit") => {
  const row = JSON.stringify(jsonFromRow(layout, artistCredit(id)));
  return encodeCopyRow([String(seqid), table, "i", "1", null, row, null, null]);
};
/** A dump of three rows, the second one in the given form. */
const writeDump = (second: string) =>
  writeArchive(folder, "mbdump.tar", [
    ...dumpMembers({}),
    ["mbdump/artist_credit", lineOf(1) + second + lineOf(3)],
  ]);
/** Packet 101 with three changes, the second one in the given form. */
const writePacket = (second: string) => {
  const members = new Map(packetMembers(101, []));
  members.set("mbdump/pending_data", pendingLine(1, 11) + second + pendingLine(3, 13));
  return writeArchive(folder, "replication-101-v2.tar", [...members] as Members);
};
/** Lets what could not be read be readable now, as a newer version of the program might. */
function heal(bytes: string): void {
  for (const letter of stream.store.letters.letters) {
    Object.assign(letter, { bytes: Buffer.from(bytes) });
  }
}
const changes = async (epoch: number) =>
  (await stream.records([TOPIC.name]))
    .filter((record) => record.epoch === epoch && !record.isMarker)
    .map(({ value }) => value as AnyRowChange & { after: { id: number } });
const statuses = () => stream.store.letters.letters.map(({ status }) => status);
const announced = async () =>
  (await stream.records([deadLetterTopics.ingestion.name])).map(({ value }) => value as DeadLetter);

describe("dead letters of ingestion", () => {
  it("are kept whole, before the stream says that there are any, and once however often the epoch is tried", async () => {
    await writeDump(`${"x".repeat(600_000)}\n`);
    stream.log.appendsLeft = 0;
    await stream.run(folder).catch(() => undefined);
    expect(await announced()).toEqual([]);
    expect(stream.store.letters.letters).toMatchObject([{ line: 2, file: "mbdump.tar", status: "open" }]);
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    await stream.run(folder);
    expect(stream.store.letters.letters.map(({ bytes }) => bytes.length)).toEqual([600_000]);
    expect((await announced()).map(({ value }) => value!.length)).toEqual([512 * 1024]);
  });

  it("of a dump are sent in an epoch of their own with the place that the row had", async () => {
    await writeDump("one field\n");
    await stream.run(folder);
    heal(lineOf(2).trimEnd());
    stream.store.letters.requestAll();
    expect(await stream.run(folder)).toBe("done");
    expect(await changes(2)).toMatchObject([
      { op: "r", after: artistCredit(2), source: { kind: "dump", sequence: 100, position: 1 } },
    ]);
    expect(statuses()).toEqual(["replayed"]);
    expect(stream.store.published.at(-1)).toMatchObject({ epoch: 2, kind: "replay", sequence: 100 });
    const ofEpoch = (await stream.records([topics.epochs.name])).map(({ value }) => value);
    expect(ofEpoch.at(-1)).toMatchObject({
      epoch: 2,
      kind: "features",
      source: "dead letters",
      published: 1,
    });
    // Once: the next run has nothing to do.
    await stream.run(folder);
    expect(stream.store.published).toHaveLength(2);
  });

  it("of a packet have the sequence of the packet and their place between its other changes", async () => {
    await writeDump(lineOf(2));
    await writePacket(pendingLine(2, 12).replace("{", "["));
    await stream.run(folder);
    const positions = (await changes(2)).map(({ after, source }) => [after.id, source.position]);
    expect(positions.toSorted()).toEqual([
      [11, 0],
      [13, 1],
    ]);
    heal(pendingLine(2, 12).trimEnd());
    stream.store.letters.requestAll();
    await stream.run(folder);
    expect(await changes(3)).toMatchObject([
      { op: "c", after: artistCredit(12), source: { kind: "packet", sequence: 101, xid: 1, position: 1 } },
    ]);
  });

  it("that still cannot be read are open again, with the reason of today, and the good ones go", async () => {
    await writeDump("one field\n");
    await writePacket("nothing\n");
    await stream.run(folder);
    heal(lineOf(2).trimEnd());
    stream.store.letters.requestAll();
    await stream.run(folder);
    expect(stream.store.letters.letters).toMatchObject([
      { origin: { reader: "dump" }, status: "replayed" },
      { origin: { reader: "packet" }, status: "open", code: "PENDING_FIELD_COUNT", replayEpoch: null },
    ]);
    expect(await changes(3)).toHaveLength(1);
  });

  it("of the old catalogue are superseded by a newer dump, requested or not", async () => {
    await writeDump("one field\n");
    await writePacket("nothing\n");
    await stream.run(folder);
    const members = dumpMembers({ artist_credit: [artistCredit(1)] }, { REPLICATION_SEQUENCE: "200\n" });
    await writeArchive(folder, "mbdump.tar", members);
    await stream.run(folder);
    expect(statuses()).toEqual(["superseded", "superseded"]);
  });

  it("of features say in which epoch they came, so that what came later stays", async () => {
    const [one, other] = ["0oSGxfWSnnOXhD2fKuz2Gy", "7lmeHLHBe4nmXzuXc0HDjk"];
    const table = `id,followers,genres,name,popularity\n${one},1,[],One,x\n${other},1,[],Two,50\n`;
    writeFileSync(join(folder, "artists-2020-01-01.csv"), table);
    await stream.run(folder);
    expect(stream.store.letters.letters).toMatchObject([{ origin: { reader: "popularity" }, line: 2 }]);
    heal(`${one},1,[],One,40\n`);
    stream.store.letters.requestAll();
    await stream.run(folder);
    expect(statuses()).toEqual(["replayed"]);
    const found = [];
    for await (const { headers, value } of stream.log.read([topics.popularitySignals.name])) {
      if (headers[SOURCE_EPOCH_HEADER] === undefined) continue;
      found.push(
        headers[SOURCE_EPOCH_HEADER],
        ...(await stream.codec.decodeItems(topics.popularitySignals, value!)),
      );
    }
    expect(found).toEqual(["1", expect.objectContaining({ id: one, asOf: "2020-01-01" })]);
  });

  it("are sent once if the epoch that reads them is interrupted, whatever of it is in the log", async () => {
    for (const isAppendedUnseen of [true, false]) {
      stream = await MemoryStream.create();
      folder = mkdtempSync(join(root, "source-"));
      await writeDump("one field\n");
      await stream.run(folder);
      heal(lineOf(2).trimEnd());
      stream.store.letters.requestAll();
      stream.log.appendsLeft = 0;
      stream.log.isAppendedUnseen = isAppendedUnseen;
      await stream.run(folder).catch(() => undefined);
      expect(statuses()).toEqual(["requested"]);
      stream.log.appendsLeft = Number.POSITIVE_INFINITY;
      await stream.run(folder);
      expect(await changes(2)).toHaveLength(1);
      expect(statuses()).toEqual(["replayed"]);
    }
  });
});

describe("a row that is larger than a record of the log may be", () => {
  it("of a dump is a dead letter, and the rows beside it are sent", async () => {
    const fields = copyFromRow(layout, { ...artistCredit(2), name: "n".repeat(9_000_000) });
    await writeDump(encodeCopyRow(fields));
    expect(await stream.run(folder)).toBe("done");
    expect((await changes(1)).map(({ after }) => after.id).toSorted()).toEqual([1, 3]);
    expect(stream.store.letters.letters).toMatchObject([{ code: "VALUE_TOO_LARGE", line: 2 }]);
    expect(stream.store.letters.letters[0]!.bytes.length).toBeGreaterThan(9_000_000);
  });

  it("and just below it is sent, whatever is before it in the record", async () => {
    const name = "n".repeat(MAX_INPUT_BYTES - 200);
    const rows = Array.from({ length: 3_000 }, (_, id) => artistCredit(id + 10));
    const members = dumpMembers({ artist_credit: [...rows, { ...artistCredit(2), name }, artistCredit(3)] });
    await writeArchive(folder, "mbdump.tar", members);
    expect(await stream.run(folder)).toBe("done");
    expect(await changes(1)).toHaveLength(3_002);
    for await (const { value } of stream.log.read([TOPIC.name])) {
      expect(value!.length).toBeLessThan(MAX_RECORD_BYTES);
    }
    expect(stream.store.letters.letters).toEqual([]);
  });

  it("of a packet is a dead letter as well, both of its rows together", async () => {
    await writeDump(lineOf(2));
    const long = (name: string) => ({ ...artistCredit(1), name: name.repeat(3_900_000) });
    const change = { table: "artist_credit", before: long("a"), after: long("b") };
    await writeArchive(folder, "replication-101-v2.tar", packetMembers(101, [change]));
    expect(await stream.run(folder)).toBe("done");
    expect(await changes(2)).toEqual([]);
    expect(stream.store.letters.letters).toMatchObject([{ code: "PENDING_JSON_TOO_LARGE", line: 1 }]);
  });

  it("nor does a reason that quotes the input make a dead letter too large, or one that PostgreSQL refuses", async () => {
    await writeDump(lineOf(2));
    await writePacket(pendingLine(2, 12, `\\0${"x".repeat(9_000_000)}`));
    expect(await stream.run(folder)).toBe("done");
    expect((await announced()).map(({ reason }) => reason.length)).toEqual([2_000]);
  });
});
