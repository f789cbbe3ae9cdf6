import { randomUUID } from "node:crypto";
import { type PartitionEnds, type TopicPartition, partitionName } from "../../log/event-log.js";
import type { RejectedRecord } from "../../records/dead-letter.js";
import type { RecordBatch } from "../../engine/outbox-frames.js";
import type { OutputKey, RebuildStore } from "../../engine/rebuild-store.js";
import type { ReplayStore } from "../../engine/replay-store.js";
import { type LetterState, letterSummaries, memoryReplay, requestLetters } from "./memory-letters.js";
import type {
  CompletedEpoch,
  OutboxBatch,
  OutboxLease,
  OutboxStore,
  PartitionPosition,
  StageStore,
} from "../../engine/stage-store.js";

interface State<Rows> {
  positions: Map<string, PartitionPosition>;
  completed: CompletedEpoch;
  outbox: OutboxBatch[];
  sentEnds: PartitionEnds;
  nextId: bigint;
  deadLetters: RejectedRecord[];
  letterStatuses: LetterState["letterStatuses"];
  rebuildKeys: readonly OutputKey[];
  rows: Rows;
}

/** A transaction of the memory store: what the work writes to, kept only when it succeeds. */
export interface MemoryTransaction<Rows> {
  state: State<Rows>;
  rows: Rows;
}

/** The stage store in memory, for tests: one transaction at a time, on a copy that replaces the state at commit. */
export class MemoryStageStore<Rows> implements StageStore<MemoryTransaction<Rows>> {
  #state: State<Rows>;
  #turn: Promise<unknown> = Promise.resolve();
  #lease: object | null = null;
  /** Identity of the stream, as `prepare` leaves it. */
  stream: string | null = null;
  /** When a stage was last seen, in milliseconds of Unix time; tests of an absence set it back. */
  seenAt = Date.now();
  readonly outbox: OutboxStore = { acquire: () => Promise.resolve(this.#acquire()) };

  readonly replay: ReplayStore<MemoryTransaction<Rows>> = memoryReplay(() => this.#state);

  readonly rebuild: RebuildStore<MemoryTransaction<Rows>> = {
    isPending: async ({ state }) => state.rebuildKeys.length > 0,
    forget: async ({ state }, keys) => {
      const gone = new Set(keys.map(keyName));
      state.rebuildKeys = state.rebuildKeys.filter((key) => !gone.has(keyName(key)));
    },
    take: async ({ state }, limit) => {
      const taken = state.rebuildKeys.slice(0, limit);
      state.rebuildKeys = state.rebuildKeys.slice(limit);
      return taken;
    },
  };

  constructor(initial: Rows) {
    this.#state = {
      positions: new Map(),
      completed: { epoch: 0, sequence: 0, stateId: randomUUID() },
      outbox: [],
      sentEnds: new Map(),
      nextId: 1n,
      deadLetters: [],
      letterStatuses: new Map(),
      rebuildKeys: [],
      rows: structuredClone(initial),
    };
  }

  /** What has been committed. */
  get rows(): Rows {
    return this.#state.rows;
  }

  get deadLetters(): readonly RejectedRecord[] {
    return this.#state.deadLetters;
  }

  /** What became of each dead letter. */
  get letters(): ReturnType<typeof letterSummaries> {
    return letterSummaries(this.#state);
  }

  /** Has all open dead letters requested. */
  requestReplay(): Promise<void> {
    return this.transaction(async ({ state }) => requestLetters(state));
  }

  /** A copy of all that has been committed, as a backup would have it. */
  backUp(): () => void {
    const state = copyOf(this.#state);
    return () => (this.#state = copyOf(state));
  }

  /** Has the stage read everything again, as the command for a rebuild does. */
  async beginRebuild(rows: Rows, keys: readonly OutputKey[]): Promise<void> {
    await this.transaction(async (transaction) => {
      const { state } = transaction;
      for (const [name, position] of state.positions) {
        state.positions.set(name, {
          ...position,
          nextOffset: 0n,
          marker: null,
          replayUntil: position.nextOffset,
        });
      }
      state.rows = structuredClone(rows);
      state.rebuildKeys = keys;
      state.completed = { ...state.completed, stateId: randomUUID() };
    });
  }

  transaction<Result>(work: (transaction: MemoryTransaction<Rows>) => Promise<Result>): Promise<Result> {
    const result = this.#turn.then(async () => {
      const state = copyOf(this.#state);
      const value = await work(transactionOn(state));
      this.#state = state;
      return value;
    });
    this.#turn = result.catch(() => {});
    return result;
  }

  millisecondsSinceStatement(): number {
    return Number.POSITIVE_INFINITY;
  }

  async savepoint<Result>(
    transaction: MemoryTransaction<Rows>,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const before = copyOf(transaction.state);
    try {
      return await work();
    } catch (error) {
      Object.assign(transaction.state, before);
      throw error;
    }
  }

  positions(partitions: readonly TopicPartition[]): Promise<PartitionPosition[]> {
    return Promise.resolve(partitions.map((partition) => positionIn(this.#state, partition)));
  }

  lockPositions(
    transaction: MemoryTransaction<Rows>,
    partitions: readonly TopicPartition[],
  ): Promise<PartitionPosition[]> {
    return Promise.resolve(partitions.map((partition) => positionIn(transaction.state, partition)));
  }

  async savePositions(
    transaction: MemoryTransaction<Rows>,
    positions: readonly PartitionPosition[],
  ): Promise<void> {
    for (const position of positions) transaction.state.positions.set(partitionName(position), position);
  }

  allPositions(transaction: MemoryTransaction<Rows>): Promise<PartitionPosition[]> {
    return Promise.resolve([...transaction.state.positions.values()]);
  }

  completedEpoch(transaction?: MemoryTransaction<Rows>): Promise<CompletedEpoch> {
    return Promise.resolve((transaction?.state ?? this.#state).completed);
  }

  lockCompletedEpoch(transaction: MemoryTransaction<Rows>): Promise<CompletedEpoch> {
    return this.completedEpoch(transaction);
  }

  /** There is only one transaction at a time. */
  tryLockCompletedEpoch(transaction: MemoryTransaction<Rows>): Promise<CompletedEpoch> {
    return this.completedEpoch(transaction);
  }

  async saveCompletedEpoch(transaction: MemoryTransaction<Rows>, completed: CompletedEpoch): Promise<void> {
    transaction.state.completed = completed;
  }

  async addToOutbox(transaction: MemoryTransaction<Rows>, batches: readonly RecordBatch[]): Promise<void> {
    const { state } = transaction;
    for (const batch of batches) {
      state.outbox.push({ ...batch, id: state.nextId });
      state.nextId += 1n;
    }
  }

  async keepDeadLetters(
    { state }: MemoryTransaction<Rows>,
    rejected: readonly RejectedRecord[],
  ): Promise<void> {
    state.deadLetters.push(...rejected);
  }

  async streamIdentity(): Promise<string | null> {
    return this.stream;
  }

  async noteSeen(): Promise<void> {
    this.seenAt = Date.now();
  }

  async millisecondsSinceSeen(): Promise<number> {
    return Date.now() - this.seenAt;
  }

  /** Lets another relay have the outbox, as when the one that has it has been paused for long. */
  expireLease(): void {
    this.#lease = null;
  }

  #acquire(): OutboxLease | null {
    if (this.#lease !== null) return null;
    const lease = {};
    this.#lease = lease;
    return {
      // One that was paused does not know yet that its time is over.
      isHeld: true,
      renew: async () => {
        this.#lease ??= lease;
        return this.#lease === lease;
      },
      sentEnds: async () => this.#state.sentEnds,
      read: (after, bytes) => Promise.resolve(firstBytes(this.#state.outbox, after, bytes)),
      delete: (batches, ends) =>
        this.transaction(async ({ state }) => {
          const sent = new Set(batches.map(({ id }) => id));
          state.outbox = state.outbox.filter(({ id }) => !sent.has(id));
          state.sentEnds = new Map([...state.sentEnds, ...ends]);
        }),
      completedEpoch: () => Promise.resolve(this.#state.completed.epoch),
      release: async () => {
        if (this.#lease === lease) this.#lease = null;
      },
    };
  }
}

function firstBytes(outbox: readonly OutboxBatch[], after: bigint, bytes: number): OutboxBatch[] {
  const found: OutboxBatch[] = [];
  let left = bytes;
  for (const batch of outbox) {
    if (batch.id <= after) continue;
    if (left <= 0) break;
    found.push(batch);
    left -= batch.records.length;
  }
  return found;
}

function positionIn(state: State<unknown>, { topic, partition }: TopicPartition): PartitionPosition {
  return (
    state.positions.get(partitionName({ topic, partition })) ?? {
      topic,
      partition,
      nextOffset: 0n,
      marker: null,
    }
  );
}

function keyName({ topic, key }: OutputKey): string {
  return `${topic} ${key.toString("hex")}`;
}

function copyOf<Rows>(state: State<Rows>): State<Rows> {
  return {
    ...state,
    positions: new Map(state.positions),
    outbox: [...state.outbox],
    deadLetters: [...state.deadLetters],
    letterStatuses: new Map(state.letterStatuses),
    rows: structuredClone(state.rows),
  };
}

/** `rows` always means the rows of the state at hand, also after a savepoint was undone. */
function transactionOn<Rows>(state: State<Rows>): MemoryTransaction<Rows> {
  return {
    state,
    get rows() {
      return state.rows;
    },
  };
}
