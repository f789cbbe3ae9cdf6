import {
  type CatalogTrack,
  EPOCH_HEADER,
  MARKER_HEADER,
  MARKER_KEY,
  type Marker,
  type PopularitySignal,
  deadLetterTopics,
  topics,
} from "@interlude/contracts";
import { StageMetrics } from "../engine/stage-metrics.js";
import { silentLogger } from "./silent-logger.js";
import { createMemoryCodec } from "./memory/memory-codec.js";
import { MemoryEventLog } from "./memory/memory-event-log.js";
import type { RetryPolicy } from "../engine/retry.js";
import { MemoryStageStore, type MemoryTransaction } from "./memory/memory-stage-store.js";
import { OutboxRelay } from "../engine/outbox-relay.js";
import type {
  StageContext,
  StageDefinition,
  StageHandlers,
  StreamRecord,
} from "../engine/stage-definition.js";
import { StageRunner } from "../engine/stage-runner.js";

/** What the stage under test keeps: what came since the last epoch, and the sum of each epoch. */
interface Ledger {
  pending: [id: string, amount: number][];
  epochs: { epoch: number; ids: string[] }[];
  /** What was done in the background, in order. */
  steps?: number[];
}

type Handlers = StageHandlers<MemoryTransaction<Ledger>>;
export type LedgerContext = StageContext<MemoryTransaction<Ledger>>;

export const input = topics.popularitySignals;
export const output = topics.catalogTracks;
/** Read as it comes, without epochs. */
export const unalignedInput = topics.graphDirty;
export const definition: StageDefinition = {
  service: "scoring",
  inputs: [input],
  unalignedInputs: [unalignedInput],
  outputs: [output],
};
const FAST: RetryPolicy = { attempts: 5, firstDelayMs: 1, maxDelayMs: 2 };

/** A stage over the memory log that lists the ids of each epoch and publishes one record an epoch. */
export class StageHarness {
  readonly log: MemoryEventLog;
  readonly store: MemoryStageStore<Ledger>;
  readonly codec = createMemoryCodec();
  readonly metrics = new StageMetrics("test");
  relay: OutboxRelay | null = null;
  runner: StageRunner<MemoryTransaction<Ledger>> | null = null;

  /** @param replica whose log and store this one shares, as another process of the same stage */
  constructor(replica?: StageHarness) {
    this.log = replica?.log ?? new MemoryEventLog();
    this.store = replica?.store ?? new MemoryStageStore<Ledger>({ pending: [], epochs: [] });
  }

  async createTopics(): Promise<void> {
    const used = [input, unalignedInput, output, deadLetterTopics.scoring];
    await this.log.createTopics(
      used.map(({ name, partitions, cleanup, retentionMs }) => ({ name, partitions, cleanup, retentionMs })),
    );
  }

  async start(overrides: Partial<Handlers> = {}): Promise<void> {
    this.relay = new OutboxRelay({
      service: definition.service,
      metrics: this.metrics,
      outbox: this.store.outbox,
      log: this.log,
      logger: silentLogger,
      onPublishedEpoch: () => {},
    });
    this.runner = new StageRunner({
      definition,
      group: "test",
      log: this.log,
      codec: this.codec,
      store: this.store,
      handlers: { ...ledgerHandlers, ...overrides },
      metrics: this.metrics,
      logger: silentLogger,
      onCommit: () => this.relay?.wake(),
      retry: FAST,
      storePollMs: 5,
      backgroundPollMs: 5,
    });
    await this.runner.start();
    this.relay.start();
  }

  async stop(): Promise<void> {
    await this.runner?.close();
    await this.relay?.stop();
  }

  async send(epoch: number, id: string, partition: number, more: Record<string, string> = {}): Promise<void> {
    await this.sendBatch(epoch, [id], partition, more);
  }

  /** One record that carries a signal for each id. */
  async sendBatch(
    epoch: number,
    ids: readonly string[],
    partition: number,
    more: Record<string, string> = {},
  ): Promise<void> {
    const headers = { [EPOCH_HEADER]: String(epoch), ...more };
    const items = ids.map((id) => this.codec.encodeItem(input, signalOf(id)));
    const value = this.codec.frameBatch(input, ids.length, Buffer.concat(items));
    await this.log.append([{ topic: input.name, partition, key: Buffer.from(ids[0]!), value, headers }]);
  }

  async sendGarbage(epoch: number, partition: number): Promise<void> {
    const headers = { [EPOCH_HEADER]: String(epoch) };
    const value = Buffer.from([9, 9, 9]);
    await this.log.append([{ topic: input.name, partition, key: Buffer.from("garbage"), value, headers }]);
  }

  async mark(epoch: number, partitions: readonly number[] = [0, 1, 2, 3]): Promise<void> {
    const marker: Marker = { epoch, sequence: 1000 + epoch, kind: "packet", producedBy: "ingestion", ts: 0 };
    const value = this.codec.encodeMarker(marker);
    const headers = { [EPOCH_HEADER]: String(epoch), [MARKER_HEADER]: "1" };
    const key = Buffer.from(MARKER_KEY);
    await this.log.append(
      partitions.map((partition) => ({ topic: input.name, partition, key, value, headers })),
    );
  }

  /** Waits until the stage has completed an epoch and everything of it has left the outbox. */
  async completed(epoch: number): Promise<void> {
    while ((this.relay?.publishedEpoch ?? 0) < epoch) await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

/** A value of `input` that says nothing but its id. */
export function signalOf(id: string): PopularitySignal {
  return {
    provider: "test",
    entity: "artist",
    id,
    name: id,
    popularity: 1,
    followers: null,
    genres: [],
    asOf: "2026-01-01",
    source: "test",
  };
}

export const ledgerHandlers: Handlers = {
  async onRecords(_topic, records, { transaction }) {
    for (const { value } of records as readonly StreamRecord<PopularitySignal>[]) {
      transaction.rows.pending.push([value!.id, value!.popularity]);
    }
  },
  async onEpoch({ epoch }, { transaction, publish }) {
    const ids = transaction.rows.pending.map(([id]) => id).sort();
    transaction.rows.epochs.push({ epoch, ids });
    transaction.rows.pending = [];
    const track = trackOf(`epoch ${epoch}`, ids.join(" "));
    await publish(output, track.recording, track);
  },
};

/** A record of `output` that says nothing but its title. */
export function trackOf(recording: string, title: string): CatalogTrack {
  return {
    recording,
    title,
    artists: [],
    lengthMs: null,
    probabilities: {},
    bpm: null,
    key: null,
    scale: null,
    averageLoudness: null,
    onsetRate: null,
    firstRelease: null,
    dynamicComplexity: null,
  };
}
