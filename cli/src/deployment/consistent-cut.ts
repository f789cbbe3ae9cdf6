import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { catalogue } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import { type Database, type DatabaseReads, SnapshotDatabase } from "@interlude/infra-postgres";
import { outputEnds } from "@interlude/infra-postgres/checks";
import { MOST_HOLD_MS, holdEpochs, newestEpoch, releaseEpochs } from "@interlude/service-ingestion/checks";
import { type Codec, type EventLog, type PartitionEnds, partitionName } from "@interlude/stage";
import { CommandError } from "../command-error.js";
import { type Reach, describeReach, isAtRest, readReach } from "./reach.js";

const LOOK_MS = 50;
/** How long a moment of rest is waited for that comes by itself. */
const REST_MS = 4_000;
/** How long the stages may take to come near, and ingestion to end an epoch that is longer than a packet. */
const NEAR_MS = 120_000;
const REMARK_MS = 5_000;
/** A stage that is no further behind reaches the marker within the time for which the stream is held back. */
const NEAR_EPOCHS = 5;

/** The stream as of one completed epoch, in the store and in the topics. */
export interface Cut {
  readonly epoch: number;
  /** Of the packet; 0 if there was none. */
  readonly sequence: number;
  /** For how long the stream was held back. */
  readonly heldMs: number;
  readonly database: DatabaseReads;
  readonly log: Pick<EventLog, "read">;
  readonly codec: Codec;
}

/** What is told of the way to a cut. */
export interface CutReport {
  /** What is waited for. */
  readonly remark: (text: string) => void;
  /** Which one it is, before it is read. */
  readonly onCut: (cut: Cut) => void;
}

const SILENT: CutReport = { remark: () => {}, onCut: () => {} };

/**
 * Reads the store and the topics as of one epoch that ingestion has ended and every stage has completed and sent, with no work
 * left in the background. A moment of
 * rest is used as it comes; where none does, ingestion begins no epoch for {@link MOST_HOLD_MS} at most. That the cut is one
 * does not hang on the hold: it is taken only if no epoch was begun before the topics' ends were known.
 * @throws CommandError `CUT_NOT_REACHED` with how far each stage is
 */
export function onConsistentCut<Result>(
  namespace: Namespace,
  work: (cut: Cut) => Promise<Result>,
  { remark, onCut }: CutReport = SILENT,
): Promise<Result> {
  return namespace.reading(async (log, codec) => {
    const database = namespace.openDatabase();
    const holder = randomUUID();
    let heldAt: number | null = null;
    const release = async (): Promise<number> => {
      if (heldAt === null) return 0;
      const heldMs = performance.now() - heldAt;
      await releaseEpochs(database, holder);
      heldAt = null;
      return Math.round(heldMs);
    };
    try {
      const [restBy, nearBy] = [performance.now() + REST_MS, performance.now() + NEAR_MS];
      for (let remarkAt = performance.now() + REMARK_MS; ; await sleep(LOOK_MS)) {
        const taken = await attempt(database, log, async (moment) => {
          const heldMs = await release();
          const { epoch, sequence } = moment.newest ?? { epoch: 0, sequence: 0 };
          const cut = { ...moment, epoch, sequence, heldMs, codec };
          onCut(cut);
          return work(cut);
        });
        if (taken.isCut) return taken.result;
        const now = performance.now();
        const where = describeReach(taken);
        if (heldAt !== null ? now > heldAt + MOST_HOLD_MS : now > nearBy) throw notReached(where);
        if (heldAt === null && now > restBy && isNear(taken) && (await holdEpochs(database, holder)))
          heldAt = now;
        if (now < remarkAt) continue;
        remark(`waiting until every stage has completed the same epoch: ${where}`);
        remarkAt = now + REMARK_MS;
      }
    } finally {
      await release().catch(() => undefined);
      await database.close();
    }
  });
}

/** The cut in words. */
export function describeCut({ epoch, sequence, heldMs }: Pick<Cut, "epoch" | "sequence" | "heldMs">): string {
  const packet = sequence === 0 ? "" : `, packet ${sequence}`;
  const held = heldMs === 0 ? "" : `; the stream was held back for ${(heldMs / 1000).toFixed(1)} s`;
  return `as of epoch ${epoch}${packet}${held}`;
}

type Moment = Pick<Cut, "database" | "log"> & Pick<Reach, "newest">;

type Attempt<Result> =
  | { readonly isCut: true; readonly result: Result }
  | ({ readonly isCut: false } & Reach);

/** Works on the present moment if it is one of rest. */
function attempt<Result>(
  database: Database,
  log: EventLog,
  work: (moment: Moment) => Promise<Result>,
): Promise<Attempt<Result>> {
  return database.transactionOnce(async (transaction): Promise<Attempt<Result>> => {
    await transaction.query("set transaction isolation level repeatable read, read only");
    const reach = await readReach(transaction);
    if (!isAtRest(reach)) return { isCut: false, ...reach };
    const ends = await log.endOffsets(catalogue.map(({ name }) => name));
    const sent = await outputEnds(transaction);
    const isVisible = sent.every((one) => (ends.get(partitionName(one)) ?? 0n) >= BigInt(one.end));
    const after = await newestEpoch(database);
    if (!isVisible || after?.epoch !== reach.newest?.epoch || after?.isOpen === true)
      return { isCut: false, ...reach };
    const moment = {
      newest: reach.newest,
      database: await SnapshotDatabase.of(transaction, database),
      log: logUntil(log, ends),
    };
    return { isCut: true, result: await work(moment) };
  });
}

function isNear({ newest, stages, background }: Reach): boolean {
  if (newest === null || background.length > 0 || (newest.isOpen && newest.kind !== "packet")) return false;
  return stages.every(({ completed }) => completed >= newest.epoch - NEAR_EPOCHS);
}

/** The log as it was when its partitions had these ends. */
function logUntil(log: EventLog, ends: PartitionEnds): Pick<EventLog, "read"> {
  return {
    async *read(topics) {
      for await (const record of log.read(topics)) {
        if (record.offset < (ends.get(partitionName(record)) ?? 0n)) yield record;
      }
    },
  };
}

function notReached(where: string): CommandError {
  return new CommandError(
    "CUT_NOT_REACHED",
    `Nothing was compared, for the stages do not stand at one epoch: ${where}. See interlude status for what keeps them`,
  );
}
