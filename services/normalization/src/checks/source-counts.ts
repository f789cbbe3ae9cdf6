import { topics } from "@interlude/contracts";
import {
  type DeadLetterCount,
  type Evidence,
  type PublishedEpoch,
  type Violations,
  violationsOf,
} from "@interlude/infra-checks";
import { mirrors } from "../mirror/mirror-tables.js";

/** Published epochs that normalization has completed. */
async function completedEpochs({ snapshot, published }: Evidence): Promise<readonly PublishedEpoch[]> {
  const [state] = await snapshot.query<{ completed: number }>(
    "select completed_epoch as completed from normalization.stage_state",
  );
  return published.filter(({ epoch }) => epoch <= state!.completed);
}

/**
 * Rows that the newest dump sent against rows of the mirrors. A row that it sent is in the mirror, as the dump wrote it
 * or as a later packet did; rows that no packet has changed since are not more than it sent. Dead letters of normalization
 * may be missing.
 */
export async function dumpRowsKept(evidence: Evidence): Promise<Violations> {
  const { snapshot, deadLetters } = evidence;
  const epochs = await completedEpochs(evidence);
  const dump = epochs.findLast(({ kind, sent }) => kind === "dump" && isCounted(sent));
  if (dump === undefined) return violationsOf([]);
  const broken: string[] = [];
  for (const { topic, table } of Object.values(mirrors)) {
    const sent = dump.sent[topic.name] ?? 0;
    const aside = lettersOf(deadLetters, topic.name, dump.epoch);
    const [rows] = await snapshot.query<{ kept: number; unchanged: number }>(
      `select count(*) filter (where source_sequence > $1 or not deleted) as kept,
         count(*) filter (where source_sequence = $1 and not deleted) as unchanged
       from normalization.${table} where source_sequence >= $1`,
      [dump.sequence],
    );
    const { kept, unchanged } = rows!;
    if (kept < sent - aside) {
      broken.push(`${table} has ${kept} of the ${sent} rows of the dump, ${aside} were set aside`);
    }
    const replayed = sentAgain(epochs, topic.name, dump.epoch);
    if (unchanged > sent + replayed) {
      broken.push(`${table} has ${unchanged} rows of a dump that sent ${sent}, and ${replayed} later`);
    }
  }
  return violationsOf(broken);
}

/** Rows that were sent after a dump because dead letters, perhaps its own, were read again. */
function sentAgain(epochs: readonly PublishedEpoch[], topic: string, dump: number): number {
  const replays = epochs.filter(({ epoch, kind }) => kind === "replay" && epoch > dump);
  return replays.reduce((sum, { sent }) => sum + (sent[topic] ?? 0), 0);
}

/** Tables of inputs that have no sequence, by topic. Several items may become one row: the newest of a key is kept. */
const INPUTS = [
  [topics.highLevelDocuments.name, "recording_features"],
  [topics.lowLevelFeatures.name, "low_level_features"],
  [topics.popularitySignals.name, "popularity_snapshots"],
  [topics.trackFeatures.name, "track_features"],
] as const;

/** Features and popularity that were sent against what is stored: not more, and not nothing of something. */
export async function inputsKept(evidence: Evidence): Promise<Violations> {
  const { snapshot, deadLetters } = evidence;
  const epochs = await completedEpochs(evidence);
  const areCounted = epochs.every(({ sent, records }) => isCounted(sent) || records === 0);
  const broken: string[] = [];
  for (const [topic, table] of INPUTS) {
    const [rows] = await snapshot.query<{ kept: number }>(
      `select count(*) as kept from normalization.${table}`,
    );
    const { kept } = rows!;
    const sent = epochs.reduce((sum, epoch) => sum + (epoch.sent[topic] ?? 0), 0);
    const aside = lettersOf(deadLetters, topic, 0);
    if (kept > sent && areCounted) broken.push(`${table} has ${kept} rows of ${sent} that were sent`);
    if (kept === 0 && sent > aside) broken.push(`${table} is empty, though ${sent} were sent`);
  }
  return violationsOf(broken);
}

/** Whether an epoch's records were counted by topic. */
const isCounted = (sent: PublishedEpoch["sent"]): boolean => Object.keys(sent).length > 0;

function lettersOf(deadLetters: readonly DeadLetterCount[], topic: string, fromEpoch: number): number {
  return deadLetters
    .filter((count) => count.service === "normalization" && count.topic === topic && count.epoch >= fromEpoch)
    .reduce((sum, { letters }) => sum + letters, 0);
}
