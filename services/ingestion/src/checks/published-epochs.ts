import type { PublishedEpoch, Queries } from "@interlude/infra-checks";

/** Every epoch that ingestion has published, in order, with what it sent: what the rules of other services need. */
export function publishedEpochs(operator: Queries): Promise<PublishedEpoch[]> {
  return operator.query<PublishedEpoch>(
    `select epoch, kind, coalesce(source_sequence, sequence, 0) as sequence, published as records, sent
     from ingestion.epochs where state = 'published' order by epoch`,
  );
}

/** Number of the newest dump's epoch; 1 before any. */
export async function newestDump(operator: Queries): Promise<number> {
  const [row] = await operator.query<{ epoch: number }>(
    "select coalesce(max(epoch), 1) as epoch from ingestion.epochs where state = 'published' and kind = 'dump'",
  );
  return row!.epoch;
}

/** What ingestion has published in a namespace. */
export interface IngestedTotals {
  /** The newest epoch. */
  readonly epoch: number;
  readonly sequence: number;
  /** Row changes and documents. */
  readonly rows: number;
  /** Unix time in milliseconds at which the first epoch was started. */
  readonly startedAt: number;
}

/** The newest epoch that ingestion has published, with sums over all. */
export async function ingestedTotals(operator: Queries): Promise<IngestedTotals> {
  const [row] = await operator.query<IngestedTotals>(
    `select coalesce(max(epoch), 0) as epoch, coalesce(max(sequence), 0) as sequence,
            coalesce(sum(published), 0)::bigint as rows,
            coalesce(extract(epoch from min(started_at)) * 1000, 0)::bigint as "startedAt"
     from ingestion.epochs where state = 'published'`,
  );
  return row!;
}
