import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { EPOCH_HEADER, MARKER_HEADER, tableTopics, topics } from "@interlude/contracts";
import { latestByKey } from "@interlude/stage";
import { temporaryFolder, writeArchive } from "@interlude/infra-archives/testing";
import { beforeEach, describe, expect, it } from "vitest";
import { EMPTY_HISTORY } from "../testing/empty-history.js";
import { MemoryEpochStore } from "../testing/memory-epoch-store.js";
import { MemoryStream } from "../testing/memory-stream.js";
import { artistCredit, dumpMembers, packetMembers } from "../testing/music-files.js";
import { EpochNumbers } from "./epoch-numbers.js";
import { MARKED_TOPICS } from "../writer/epoch-writer.js";

const root = temporaryFolder();
/** Enough for several appends. */
const ROWS = 80_000;
let folder: string;
let stream: MemoryStream;

const writeDump = (sequence = 100) => {
  const rows = Array.from({ length: ROWS }, (_, id) => artistCredit(id + 1));
  const control = { REPLICATION_SEQUENCE: `${sequence}\n` };
  return writeArchive(folder, "mbdump.tar", dumpMembers({ artist_credit: rows }, control));
};
const writePacket = (sequence: number) => {
  const change = { table: "artist_credit", after: artistCredit(ROWS + sequence) };
  return writeArchive(folder, `replication-${sequence}-v2.tar`, packetMembers(sequence, [change]));
};
/** The store as it is now, to be put back later. */
async function backup(): Promise<MemoryEpochStore> {
  const copy = new MemoryEpochStore();
  for (const [at, epoch] of stream.store.published.entries()) {
    await copy.start(epoch);
    const hashes = new Map(epoch.files.map(({ name }) => [name, "hash"]));
    await copy.publish(epoch.epoch, {
      counts: stream.store.counts[at]!,
      hashes,
      rejected: [],
      mixed: [],
      replay: null,
    });
  }
  const { open } = await stream.store.history();
  if (open !== null) await copy.start(open);
  return copy;
}
/** The epochs of each partition, in order, without repeats: of markers alone, or of everything. */
async function epochsByPartition(only: "markers" | "everything"): Promise<Set<string>> {
  const found = new Map<string, number[]>();
  for await (const { topic, partition, headers } of stream.log.read(MARKED_TOPICS.map(({ name }) => name))) {
    if (only === "markers" && headers[MARKER_HEADER] === undefined) continue;
    const place = `${topic}/${partition}`;
    const epochs = found.get(place) ?? [];
    if (epochs.at(-1) !== Number(headers[EPOCH_HEADER])) epochs.push(Number(headers[EPOCH_HEADER]));
    found.set(place, epochs);
  }
  return new Set([...found.values()].map((epochs) => epochs.join(" ")));
}
/** The epochs of which the stream says that they were published, as a subscriber has it. */
async function announced(): Promise<number[]> {
  const latest = await latestByKey(stream.log, stream.codec, topics.epochs);
  return [...latest.values()].map(({ epoch }) => epoch).toSorted((one, other) => one - other);
}
/** What a stage takes of a topic: not what comes of an epoch that it has completed. */
async function idsTaken(): Promise<number[]> {
  const completed = new Map<number, number>();
  const ids: number[] = [];
  for (const record of await stream.records([tableTopics.artist_credit.name])) {
    if (record.epoch <= (completed.get(record.partition) ?? 0)) continue;
    if (record.isMarker) completed.set(record.partition, record.epoch);
    else ids.push((record.value as { after: { id: number } }).after.id);
  }
  return ids;
}

beforeEach(async () => {
  folder = mkdtempSync(join(root, "source-"));
  stream = await MemoryStream.create();
});

describe("the number of an epoch is never given twice", () => {
  it("after ingestion's schema was reset alone: nothing that it sends is dropped as a duplicate", async () => {
    await writeDump();
    await writePacket(101);
    expect(await stream.run(folder)).toBe("done");
    stream.store = new MemoryEpochStore();
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published.map(({ epoch }) => epoch)).toEqual([3, 4]);
    expect(await epochsByPartition("markers")).toEqual(new Set(["1 2 3 4"]));
    expect(await idsTaken()).toHaveLength(2 * (ROWS + 1));
  });

  it("after the store went back behind an epoch that was published: other input gets another number", async () => {
    await writeDump();
    await stream.run(folder);
    const before = await backup();
    await writePacket(101);
    await stream.run(folder);
    stream.store = before;
    await writePacket(102);
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published.map(({ epoch, sequence }) => [epoch, sequence])).toEqual([
      [1, 100],
      [3, 101],
      [4, 102],
    ]);
    expect(await epochsByPartition("markers")).toEqual(new Set(["1 2 3 4"]));
    expect(await announced()).toEqual([1, 3, 4]);
  });

  it("after the store went back behind an epoch that was half sent, and has no marker", async () => {
    await writePacket(101);
    await stream.run(folder);
    const before = await backup();
    await writeDump(200);
    stream.log.appendsLeft = 1;
    await stream.run(folder, { mode: "follow" }).catch(() => undefined);
    expect((await stream.store.history()).open).toMatchObject({ epoch: 2 });
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    stream.store = before;
    await stream.run(folder);
    expect(stream.store.published.map(({ epoch }) => epoch)).toEqual([1, 3]);
    expect(await epochsByPartition("markers")).toEqual(new Set(["1 3"]));
    expect(await announced()).toEqual([1, 3]);
  });

  it("an epoch that the store has open again, and that was finished meanwhile, is sent under a new one", async () => {
    await writeDump();
    stream.log.appendsLeft = 1;
    await stream.run(folder).catch(() => undefined);
    const open = await backup();
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    await writePacket(101);
    await stream.run(folder);
    stream.store = open;
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published.map(({ epoch, sequence }) => [epoch, sequence])).toEqual([
      [3, 100],
      [4, 101],
    ]);
    expect(await epochsByPartition("everything")).toContain("1 2 3 4");
    expect(await announced()).toEqual([3, 4]);
    expect([...(await epochsByPartition("everything"))].every((epochs) => isRising(epochs))).toBe(true);
  });

  it("but one that is open and the newest is resumed: what the topics have of it is not sent again", async () => {
    await writeDump();
    stream.log.appendsLeft = 1;
    await stream.run(folder).catch(() => undefined);
    const open = await backup();
    stream.log.appendsLeft = 0;
    await stream.run(folder).catch(() => undefined);
    stream.store = open;
    stream.log.appendsLeft = Number.POSITIVE_INFINITY;
    expect(await stream.run(folder)).toBe("done");
    expect(stream.store.published.map(({ epoch }) => epoch)).toEqual([1]);
    expect((await idsTaken()).toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: ROWS }, (_, id) => id + 1),
    );
  });

  it("also when retention has emptied the topics of rows, and not for a number that was refused", async () => {
    await writeDump();
    await writePacket(101);
    await stream.run(folder);
    await stream.log.deleteTopics(MARKED_TOPICS.map(({ name }) => name));
    await stream.log.createTopics(MARKED_TOPICS);
    await writeArchive(folder, "replication-102-v2.tar", packetMembers(999, []));
    expect(await stream.run(folder)).toBe("blocked");
    expect((await stream.records([topics.epochs.name])).at(-1)!.value).toMatchObject({
      epoch: 3,
      state: "refused",
    });
    await writePacket(102);
    stream.store = await backup();
    await stream.run(folder);
    expect(stream.store.published.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
  });
});

describe("a store that goes back under a process that goes on", () => {
  it("has lost what this process has published since, which is withdrawn once", async () => {
    const numbers = new EpochNumbers(stream);
    await numbers.settle(EMPTY_HISTORY);
    await writeDump();
    for (const packet of [101, 102, 103]) await writePacket(packet);
    await stream.run(folder);
    for (const epoch of [1, 2, 3, 4]) {
      numbers.started(epoch);
      numbers.published(epoch);
    }
    const putBack = { ...EMPTY_HISTORY, lastEpoch: 2 };
    expect(await numbers.settle(putBack)).toMatchObject({ lastEpoch: 4 });
    expect(numbers.lost).toEqual([3, 4]);
    expect(await numbers.settle(putBack)).toMatchObject({ lastEpoch: 4 });
    expect(numbers.lost).toEqual([3, 4]);
    numbers.started(5);
    numbers.published(5);
    await numbers.settle({ ...EMPTY_HISTORY, lastEpoch: 5 });
    expect(numbers.lost).toEqual([]);
  });
});

describe("a store of another stream", () => {
  it("is refused before anything is sent", async () => {
    await writeDump();
    stream.store.stream = "another";
    await expect(stream.run(folder)).rejects.toMatchObject({ code: "STREAM_MISMATCH" });
    expect(await stream.records()).toEqual([]);
  });
});

function isRising(epochs: string): boolean {
  const numbers = epochs.split(" ").map(Number);
  return numbers.every((epoch, at) => at === 0 || epoch > numbers[at - 1]!);
}
