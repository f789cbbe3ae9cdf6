import { setTimeout as sleep } from "node:timers/promises";
import { type ServiceName, catalogue, topicNamed, topics } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import {
  type ReadPartition,
  StageRebuild,
  type Transaction,
  rebuildProgress,
} from "@interlude/infra-postgres";
import { requestGraphSnapshot } from "@interlude/service-graph/checks";
import { type EventLog, partitionName } from "@interlude/stage";
import { CommandError } from "../../command-error.js";
import { liveKeys } from "./live-keys.js";
import { REBUILDS, type RebuiltService } from "./rebuilds.js";

const POLL_MS = 500;
/** Topics that say everything again when a reader needs it, though their first records are gone. */
const WITH_SNAPSHOTS: ReadonlySet<string> = new Set([topics.graphDeltas.name, topics.graphDirty.name]);

/** What a rebuild has begun with. */
export interface BegunRebuild {
  readonly service: RebuiltService;
  /** The epoch after which it began: the next one completes it. */
  readonly afterEpoch: number;
  /** How many keys of its outputs are withdrawn unless they are published again. */
  readonly keys: number;
}

type RebuiltNamespace = Pick<Namespace, "openDatabase" | "reading">;

interface RebuildOptions {
  /**
   * Keeps the tables, and reads what there is of topics that have lost their beginning: what that lacks is to come with a
   * full dump.
   */
  readonly untilDump?: boolean;
}

/**
 * Has a service read its inputs again from the beginning, with empty tables. Its processes notice and start anew; what is
 * published with the next epoch replaces what its outputs had.
 * @throws CommandError `REBUILD_REFUSED` if an input has lost its beginning
 */
export function beginRebuild(
  namespace: RebuiltNamespace,
  service: RebuiltService,
  { untilDump = false }: RebuildOptions = {},
): Promise<BegunRebuild> {
  return namespace.reading(async (log) => {
    const database = namespace.openDatabase();
    try {
      return await database.transactionOnce(async (transaction) => {
        await transaction.query(`set local search_path = ${service}`);
        const stage = new StageRebuild(transaction);
        const { completedEpoch, read } = await stage.stop();
        const keys = untilDump ? 0 : await empty(log, service, { transaction, stage, read });
        await stage.acceptOutputs(await log.endOffsets(topicsBy(service)));
        await stage.setBack(read, await log.endOffsets(topicsOf(read)));
        if (topicsOf(read).includes(topics.graphDeltas.name)) {
          await transaction.query("set local search_path = graph");
          await transaction.query(requestGraphSnapshot);
        }
        return { service, afterEpoch: completedEpoch, keys };
      });
    } finally {
      await database.close();
    }
  });
}

/** Waits until a service has read everything again and the epoch that follows is complete. */
export async function waitForRebuild(
  namespace: RebuiltNamespace,
  { service, afterEpoch }: BegunRebuild,
  onProgress: (recordsLeft: number) => void = () => {},
): Promise<void> {
  const database = namespace.openDatabase();
  try {
    for (;;) {
      const { completedEpoch, recordsLeft } = await rebuildProgress(database, service);
      if (completedEpoch > afterEpoch && recordsLeft === 0) return;
      onProgress(recordsLeft);
      await sleep(POLL_MS);
    }
  } finally {
    await database.close();
  }
}

/** A service that is stopped for a rebuild. */
interface Stopped {
  readonly transaction: Transaction;
  readonly stage: StageRebuild;
  readonly read: readonly ReadPartition[];
}

/** Empties a service's tables. Returns how many keys its outputs have. */
async function empty(
  log: EventLog,
  service: RebuiltService,
  { transaction, stage, read }: Stopped,
): Promise<number> {
  await refuseWithoutBeginning(log, service, read);
  const { statements, outputs } = REBUILDS[service];
  const names = outputs.map(({ name }) => name);
  // First: what is sent between this and the reading of the topics is known twice, and nothing is missed.
  const unsent = await stage.unsent(names);
  const keys = await liveKeys(log, names, unsent);
  await stage.noteKeys(keys);
  for (const statement of statements) await transaction.query(statement);
  return keys.length;
}

async function refuseWithoutBeginning(
  log: EventLog,
  service: RebuiltService,
  read: readonly ReadPartition[],
): Promise<void> {
  const needed = topicsOf(read).filter(
    (name) => topicNamed(name).cleanup === "delete" && !WITH_SNAPSHOTS.has(name),
  );
  const begins = await log.beginOffsets(needed);
  const cut = read.filter((partition) => (begins.get(partitionName(partition)) ?? 0n) > 0n);
  if (cut.length === 0) return;
  throw new CommandError(
    "REBUILD_REFUSED",
    `${service} cannot be rebuilt from its topics: the first records of ${topicsOf(cut).join(", ")} have been deleted. ` +
      `interlude rebuild ${service} --until-dump --yes keeps its tables and goes on with what there is; ingest a full ` +
      "dump and the archives of features then, which bring what was lost",
  );
}

function topicsBy(service: ServiceName): string[] {
  return catalogue.filter(({ producer }) => producer === service).map(({ name }) => name);
}

function topicsOf(read: readonly ReadPartition[]): string[] {
  return [...new Set(read.map(({ topic }) => topic))];
}
