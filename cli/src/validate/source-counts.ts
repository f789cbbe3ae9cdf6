import { topics } from "@interlude/contracts";
import { mirrors } from "@interlude/service-normalization";
import type { DeadLetterCount } from "./dead-letter-counts.js";
import { type Evidence, type Violations, violationsOf } from "./rule.js";

/** What the newest dump that normalization has completed sent; null before there is one, or where it was not counted. */
interface DumpSent {
  readonly epoch: number;
  readonly sequence: number;
  readonly sent: Readonly<Record<string, number>>;
}

const NEWEST_DUMP = `
  select epoch, coalesce(sequence, 0) as sequence, sent from ingestion.epochs
  where kind = 'dump' and state = 'published' and sent <> '{}'
    and epoch <= (select completed_epoch from normalization.stage_state)
  order by epoch desc limit 1`;

/**
 * Rows that the newest dump sent against rows of the mirrors. A row that it sent is in the mirror, as the dump wrote it
 * or as a later packet did; rows that stand as it wrote them are not more than it sent. What normalization set aside
 * may be missing.
 */
export async function dumpRowsKept({ snapshot, deadLetters }: Evidence): Promise<Violations> {
  const [dump] = await snapshot.query<DumpSent>(NEWEST_DUMP);
  if (dump === undefined) return violationsOf([]);
  const broken: string[] = [];
  for (const { topic, table } of Object.values(mirrors)) {
    const sent = dump.sent[topic.name] ?? 0;
    const aside = lettersOf(deadLetters, topic.name, dump.epoch);
    const [rows] = await snapshot.query<{ kept: number; standing: number }>(
      `select count(*) filter (where source_sequence > $1 or not deleted) as kept,
         count(*) filter (where source_sequence = $1 and not deleted) as standing
       from normalization.${table} where source_sequence >= $1`,
      [dump.sequence],
    );
    const { kept, standing } = rows!;
    if (kept < sent - aside) {
      broken.push(`${table} has ${kept} of the ${sent} rows of the dump, ${aside} were set aside`);
    }
    if (standing > sent) broken.push(`${table} has ${standing} rows of a dump that sent ${sent}`);
  }
  return violationsOf(broken);
}

/** Tables of inputs that have no sequence, by topic. Several items may become one row: the newest of a key is kept. */
const INPUTS = [
  [topics.highLevelDocuments.name, "recording_features"],
  [topics.lowLevelFeatures.name, "low_level_features"],
  [topics.popularitySignals.name, "popularity_snapshots"],
  [topics.trackFeatures.name, "track_features"],
] as const;

/** Features and popularity that were sent against what is stored: not more, and not nothing of something. */
export async function inputsKept({ snapshot, deadLetters }: Evidence): Promise<Violations> {
  const broken: string[] = [];
  for (const [topic, table] of INPUTS) {
    const [rows] = await snapshot.query<{ sent: number; uncounted: number; kept: number }>(
      `select coalesce(sum((sent ->> $1)::bigint), 0)::bigint as sent,
         count(*) filter (where sent = '{}' and published > 0) as uncounted,
         (select count(*) from normalization.${table}) as kept
       from ingestion.epochs
       where state = 'published' and epoch <= (select completed_epoch from normalization.stage_state)`,
      [topic],
    );
    const { sent, uncounted, kept } = rows!;
    const aside = lettersOf(deadLetters, topic, 0);
    if (kept > sent && uncounted === 0) broken.push(`${table} has ${kept} rows of ${sent} that were sent`);
    if (kept === 0 && sent > aside) broken.push(`${table} is empty, though ${sent} were sent`);
  }
  return violationsOf(broken);
}

function lettersOf(deadLetters: readonly DeadLetterCount[], topic: string, fromEpoch: number): number {
  return deadLetters
    .filter((count) => count.service === "normalization" && count.topic === topic && count.epoch >= fromEpoch)
    .reduce((sum, { letters }) => sum + letters, 0);
}
