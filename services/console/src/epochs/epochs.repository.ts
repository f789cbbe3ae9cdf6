import type { Marker } from "@interlude/contracts";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import type { EpochCounts, EpochSummary } from "./epoch-counts.js";

const RETAINED_EPOCHS = 500;

interface EpochRow {
  epoch: number;
  sequence: number;
  kind: string;
  ingested_at: Date;
  completed_at: Date;
  edges_added: number;
  edges_changed: number;
  edges_removed: number;
  artists_written: number;
  artists_withdrawn: number;
  candidates_appeared: number;
  candidates_changed: number;
  candidates_withdrawn: number;
  tracks_written: number;
  tracks_withdrawn: number;
}

/** The history of epochs and what each changed. */
@Injectable()
export class EpochsRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  /** Adds to what an open epoch has changed so far. */
  async count(transaction: Transaction, epoch: number, counts: Partial<EpochCounts>): Promise<void> {
    if (Object.values(counts).every((count) => count === 0)) return;
    await transaction.query(
      `insert into epochs as kept
         (epoch, edges_added, edges_changed, edges_removed, artists_written, artists_withdrawn,
          candidates_appeared, candidates_changed, candidates_withdrawn, tracks_written, tracks_withdrawn)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
       on conflict (epoch) do update set
         edges_added = kept.edges_added + excluded.edges_added,
         edges_changed = kept.edges_changed + excluded.edges_changed,
         edges_removed = kept.edges_removed + excluded.edges_removed,
         artists_written = kept.artists_written + excluded.artists_written,
         artists_withdrawn = kept.artists_withdrawn + excluded.artists_withdrawn,
         candidates_appeared = kept.candidates_appeared + excluded.candidates_appeared,
         candidates_changed = kept.candidates_changed + excluded.candidates_changed,
         candidates_withdrawn = kept.candidates_withdrawn + excluded.candidates_withdrawn,
         tracks_written = kept.tracks_written + excluded.tracks_written,
         tracks_withdrawn = kept.tracks_withdrawn + excluded.tracks_withdrawn`,
      [
        epoch,
        counts.edgesAdded ?? 0,
        counts.edgesChanged ?? 0,
        counts.edgesRemoved ?? 0,
        counts.artistsWritten ?? 0,
        counts.artistsWithdrawn ?? 0,
        counts.candidatesAppeared ?? 0,
        counts.candidatesChanged ?? 0,
        counts.candidatesWithdrawn ?? 0,
        counts.tracksWritten ?? 0,
        counts.tracksWithdrawn ?? 0,
      ],
    );
  }

  /** Marks an epoch as complete, and deletes the oldest. */
  async complete(transaction: Transaction, marker: Marker): Promise<EpochSummary> {
    const [row] = await transaction.query<EpochRow>(
      `insert into epochs (epoch, sequence, kind, ingested_at, completed_at)
       values ($1, $2, $3, to_timestamp($4::double precision / 1e6), clock_timestamp())
       on conflict (epoch) do update set
         sequence = excluded.sequence, kind = excluded.kind,
         ingested_at = excluded.ingested_at, completed_at = excluded.completed_at
       returning *`,
      [marker.epoch, marker.sequence, marker.kind, marker.ts],
    );
    await transaction.query("delete from epochs where epoch <= $1", [marker.epoch - RETAINED_EPOCHS]);
    return summary(row!);
  }

  /** The newest epochs that are complete, newest first. */
  async newest(limit: number): Promise<EpochSummary[]> {
    const rows = await this.database.query<EpochRow>(
      "select * from epochs where completed_at is not null order by epoch desc limit $1",
      [limit],
    );
    return rows.map(summary);
  }
}

function summary(row: EpochRow): EpochSummary {
  return {
    epoch: row.epoch,
    sequence: row.sequence,
    kind: row.kind,
    ingestedAt: row.ingested_at.toISOString(),
    completedAt: row.completed_at.toISOString(),
    counts: {
      edgesAdded: row.edges_added,
      edgesChanged: row.edges_changed,
      edgesRemoved: row.edges_removed,
      artistsWritten: row.artists_written,
      artistsWithdrawn: row.artists_withdrawn,
      candidatesAppeared: row.candidates_appeared,
      candidatesChanged: row.candidates_changed,
      candidatesWithdrawn: row.candidates_withdrawn,
      tracksWritten: row.tracks_written,
      tracksWithdrawn: row.tracks_withdrawn,
    },
  };
}
