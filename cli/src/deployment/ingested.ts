import type { Namespace } from "./namespace.js";

/** What ingestion has published in a namespace. */
export interface Ingested {
  epoch: number;
  sequence: number;
  /** Row changes and documents. */
  rows: number;
  /** Milliseconds since 1970 at which the first epoch was started. */
  startedAt: number;
}

/** The newest epoch that ingestion has published, with sums over all. */
export async function lastEpoch(namespace: Namespace): Promise<Ingested> {
  const database = namespace.openDatabase();
  try {
    const [row] = await database.query<Ingested>(
      `select coalesce(max(epoch), 0) as epoch, coalesce(max(sequence), 0) as sequence,
              coalesce(sum(published), 0)::bigint as rows,
              coalesce(extract(epoch from min(started_at)) * 1000, 0)::bigint as "startedAt"
       from ingestion.epochs where state = 'published'`,
    );
    return row!;
  } finally {
    await database.close();
  }
}
