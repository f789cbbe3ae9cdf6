import { EPOCH_HEADER, deadLetterTopics, topics } from "@interlude/contracts";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Appender, EventLog, PartitionEnds } from "../log/event-log.js";
import { MemoryEventLog } from "../testing/memory/memory-event-log.js";
import { MemoryStageStore } from "../testing/memory/memory-stage-store.js";
import { silentLogger } from "../testing/silent-logger.js";
import { BatchWriter, type RecordBatch } from "./outbox-frames.js";
import { OutboxRelay } from "./outbox-relay.js";
import { StageMetrics } from "./stage-metrics.js";
import type { OutboxBatch, OutboxLease, OutboxStore } from "./stage-store.js";

const output = topics.graphDirty;
const letters = deadLetterTopics.scoring;

function batchOf(epoch: number, text: string, topic = output.name, value = Buffer.from(text)): RecordBatch {
  const batches: RecordBatch[] = [];
  const headers = { [EPOCH_HEADER]: String(epoch) };
  const writer = new BatchWriter({ topic, partition: 0, headers }, (batch) => batches.push(batch));
  writer.add({ key: Buffer.from("key"), value });
  writer.flush();
  return batches[0]!;
}

describe("the relay", () => {
  let log: MemoryEventLog;
  let outbox: MemoryStageStore<null>;
  let relays: OutboxRelay[];
  let metrics: StageMetrics;

  beforeEach(async () => {
    log = new MemoryEventLog();
    outbox = new MemoryStageStore(null);
    relays = [];
    metrics = new StageMetrics("test");
    await createTopics();
  });
  afterEach(() => Promise.all(relays.map((relay) => relay.stop())));

  function createTopics(): Promise<void> {
    return log.createTopics(
      [output, letters].map(({ name, cleanup, retentionMs }) => ({
        name,
        partitions: 1,
        cleanup,
        retentionMs,
      })),
    );
  }

  function startRelay(
    through: Pick<EventLog, "openAppender"> = log,
    from: OutboxStore = outbox.outbox,
  ): OutboxRelay {
    const relay = new OutboxRelay({
      service: "scoring",
      outbox: from,
      log: through,
      logger: silentLogger,
      metrics,
      onPublishedEpoch: () => {},
    });
    relays.push(relay);
    relay.start();
    return relay;
  }

  async function commit(...batches: RecordBatch[]): Promise<void> {
    await outbox.transaction((transaction) => outbox.addToOutbox(transaction, batches));
    for (const relay of relays) relay.wake();
  }

  async function sent(topic: { readonly name: string } = output): Promise<string[]> {
    const found: string[] = [];
    for await (const { value } of log.read([topic.name])) found.push(String(value).slice(0, 20));
    return found;
  }

  /** How many rows are left, once no relay has the outbox. */
  async function waiting(): Promise<number> {
    const lease = (await outbox.outbox.acquire())!;
    const { length } = await lease.read(0n, Infinity);
    await lease.release();
    return length;
  }

  it("sends what is there and what comes, in order", async () => {
    await commit(batchOf(1, "a"), batchOf(1, "b"));
    const relay = startRelay();
    await expect.poll(() => sent()).toEqual(["a", "b"]);
    await commit(batchOf(2, "c"));
    await commit(batchOf(3, "d"));
    await expect.poll(() => sent()).toEqual(["a", "b", "c", "d"]);
    await expect.poll(() => relay.publishedEpoch).toBe(2);
    await expect.poll(() => relay.oldestMilliseconds).toBe(0);
  });

  it("that was paused before it appended leaves nothing behind what its successor sent", async () => {
    const paused = new PausedLog(log);
    await commit(batchOf(1, "old"));
    startRelay(paused);
    await paused.reached;
    outbox.expireLease();
    startRelay();
    await expect.poll(() => sent()).toEqual(["old"]);
    await commit(batchOf(2, "new"));
    await expect.poll(() => sent()).toEqual(["old", "new"]);
    paused.goOn();
    await expect.poll(async () => (await metrics.relayFenced.get()).values[0]?.value).toBe(1);
    expect(await sent()).toEqual(["old", "new"]);
    await commit(batchOf(3, "newer"));
    await expect.poll(() => sent()).toEqual(["old", "new", "newer"]);
  });

  it("drops the notification of a dead letter that the log refuses, and sends what is around it", async () => {
    const tooLarge = batchOf(1, "", letters.name, Buffer.alloc(9_000_000));
    await commit(
      batchOf(1, "a"),
      batchOf(1, "b"),
      tooLarge,
      batchOf(1, "c"),
      batchOf(1, "letter", letters.name),
    );
    const relay = startRelay();
    await expect.poll(() => sent(letters)).toEqual(["letter"]);
    expect(await sent()).toEqual(["a", "b", "c"]);
    await expect.poll(() => relay.blocked).toBeNull();
    expect((await metrics.relayRefused.get()).values).toMatchObject([
      { labels: { topic: letters.name }, value: 1 },
    ]);
    await relay.stop();
    expect(await waiting()).toBe(0);
  });

  it("is blocked by any other record that the log refuses, says which, and skips nothing", async () => {
    const tooLarge = batchOf(1, "", output.name, Buffer.alloc(9_000_000));
    await commit(batchOf(1, "a"), batchOf(1, "b"), tooLarge, batchOf(1, "c"));
    const relay = startRelay();
    await expect.poll(() => relay.blocked).toMatchObject({ code: "RECORD_REFUSED" });
    expect(relay.blocked!.reason).toContain(`${output.name}/0`);
    expect(await sent()).toEqual(["a", "b"]);
    expect(relay.oldestMilliseconds).toBeGreaterThan(0);
    await relay.stop();
    expect(await waiting()).toBe(2);
  });

  it("ends when a topic no longer has what was sent to it", async () => {
    await commit(batchOf(1, "a"), batchOf(1, "b"));
    const before = startRelay();
    await expect.poll(() => sent()).toEqual(["a", "b"]);
    await before.stop();
    await log.deleteTopics([output.name]);
    await createTopics();
    await commit(batchOf(2, "c"));
    await expect(startRelay().ended).rejects.toMatchObject({ code: "OUTPUT_LOST" });
    expect(await sent()).toEqual([]);
  });

  it("ends when a topic is created anew while it runs, and sends nothing to it", async () => {
    await commit(batchOf(1, "a"));
    const relay = startRelay();
    await expect.poll(() => sent()).toEqual(["a"]);
    await log.deleteTopics([output.name]);
    await createTopics();
    await commit(batchOf(2, "b"));
    await expect(relay.ended).rejects.toMatchObject({ code: "OUTPUT_LOST" });
    expect(await sent()).toEqual([]);
    expect(await waiting()).toBe(1);
  });

  it("reads the outbox from its beginning only now and then, and finds there what was committed late", async () => {
    const watched = new HidingOutbox(outbox.outbox);
    watched.hidden = new Set([1n]);
    await commit(batchOf(1, "late letter", letters.name), batchOf(1, "a"));
    const relay = startRelay(log, watched);
    await expect.poll(() => sent()).toEqual(["a"]);
    watched.hidden = new Set();
    for (const text of ["b", "c", "d"]) {
      await commit(batchOf(1, text));
      await expect.poll(async () => (await sent()).at(-1)).toBe(text);
    }
    expect(watched.readAfter.filter((id) => id === 0n)).toHaveLength(1);
    expect(await sent(letters)).toEqual([]);
    // The next relay begins at the beginning.
    await relay.stop();
    startRelay();
    await expect.poll(() => sent(letters)).toEqual(["late letter"]);
    expect(await sent()).toEqual(["a", "b", "c", "d"]);
  });

  it("keeps the order of epochs when a dead letter is committed before what has a lower id", async () => {
    // The first two are of a transaction that is not committed when that of the letter is.
    const [first, second, letter, marker] = [
      batchOf(2, "first"),
      batchOf(2, "second"),
      batchOf(2, "letter", letters.name),
      batchOf(2, "marker"),
    ];
    const hiding = new HidingOutbox(outbox.outbox);
    hiding.hidden = new Set([1n, 2n]);
    await commit(first, second, letter);
    startRelay(log, hiding);
    await expect.poll(() => sent(letters)).toEqual(["letter"]);
    hiding.hidden = new Set();
    await commit(marker);
    await expect.poll(() => sent()).toEqual(["first", "second", "marker"]);
  });
});

/** A log whose first append waits, as that of a process does that is stopped there. */
class PausedLog implements Pick<EventLog, "openAppender"> {
  goOn = (): void => {};
  #reach = (): void => {};
  readonly reached = new Promise<void>((resolve) => (this.#reach = resolve));
  readonly #paused = new Promise<void>((resolve) => (this.goOn = resolve));

  constructor(private readonly log: EventLog) {}

  async openAppender(id: string, sent?: PartitionEnds): Promise<Appender> {
    const appender = await this.log.openAppender(id, sent);
    return {
      append: async (records) => {
        this.#reach();
        await this.#paused;
        return appender.append(records);
      },
      close: () => appender.close(),
    };
  }
}

/** An outbox of which some rows cannot be seen yet. */
class HidingOutbox implements OutboxStore {
  hidden: ReadonlySet<bigint> = new Set();
  /** After which ids was read. */
  readonly readAfter: bigint[] = [];

  constructor(private readonly outbox: OutboxStore) {}

  async acquire(): Promise<OutboxLease | null> {
    const lease = await this.outbox.acquire();
    if (lease === null) return null;
    const read = async (after: bigint, bytes: number): Promise<OutboxBatch[]> => {
      this.readAfter.push(after);
      return (await lease.read(after, bytes)).filter(({ id }) => !this.hidden.has(id));
    };
    return { ...lease, read };
  }
}
