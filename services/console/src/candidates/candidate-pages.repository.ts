import type { Pair } from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import type { CandidateItem } from "./candidate-changes.js";
import { encodeCursor } from "./candidate-cursor.js";
import type { CandidateQuery } from "./candidate-query.js";
import { candidateItem } from "./candidates.repository.js";

type CandidateRow = Parameters<typeof candidateItem>[0];

/** A page of candidates, best first. */
export interface CandidatePage {
  readonly candidates: readonly CandidateItem[];
  /** Cursor of the next page; null at the end. */
  readonly next: string | null;
}

/** An artist with whom both of a pair have recorded. */
export interface SharedCollaborator {
  readonly artist: string;
  readonly name: string;
  /** Distinct collaborators: an artist with few is stronger evidence. */
  readonly degree: number;
  /** Recordings with the one and with the other. */
  readonly withA: number;
  readonly withB: number;
}

/** Reads candidates as the API lists and explains them. */
@Injectable()
export class CandidatePagesRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  async page(query: CandidateQuery): Promise<CandidatePage> {
    const { after, limit } = query;
    // Parameters that are null fall away when the statement is planned; each call is planned anew.
    const rows = await this.database.query<CandidateRow>(
      `select body, since_epoch, changed_epoch
         from candidates
        where probability >= $1
          and ($2::double precision is null
               or (probability, artist_a, artist_b) < ($2::double precision, $3::uuid, $4::uuid))
          and ($5::uuid is null or artist_a = $5::uuid or artist_b = $5::uuid)
          and ($6::text is null or words @@ $6::text::tsquery)
          and ($7::text is null or operating_points @> array[$7::text])
        order by probability desc, artist_a desc, artist_b desc
        limit $8`,
      [
        query.minimumProbability,
        after?.probability ?? null,
        after?.artistA ?? null,
        after?.artistB ?? null,
        query.artist,
        query.words,
        query.point,
        limit + 1,
      ],
    );
    const candidates = rows.slice(0, limit).map(candidateItem);
    return { candidates, next: rows.length > limit ? encodeCursor(candidates.at(-1)!) : null };
  }

  async one({ artistA, artistB }: Pair): Promise<CandidateItem | null> {
    const [row] = await this.database.query<CandidateRow>(
      `select body, since_epoch, changed_epoch from candidates where artist_a = $1 and artist_b = $2`,
      [artistA, artistB],
    );
    return row === undefined ? null : candidateItem(row);
  }

  /** Recordings that a pair has made together; 0 for none. */
  async recordingsTogether({ artistA, artistB }: Pair): Promise<number> {
    const [edge] = await this.database.query<{ weight: number }>(
      "select weight from edges where artist_a = $1 and artist_b = $2",
      [artistA, artistB],
    );
    return edge?.weight ?? 0;
  }

  /** Artists who have recorded with both, those with the fewest collaborators first. */
  sharedCollaborators({ artistA, artistB }: Pair, limit: number): Promise<SharedCollaborator[]> {
    return this.database.query<SharedCollaborator>(
      `with of_a as (select artist_b as artist, weight from edges where artist_a = $1
                     union all select artist_a, weight from edges where artist_b = $1),
            of_b as (select artist_b as artist, weight from edges where artist_a = $2
                     union all select artist_a, weight from edges where artist_b = $2)
       select artist, coalesce(name, '') as name, coalesce(degree, 0) as degree,
              of_a.weight as "withA", of_b.weight as "withB"
         from of_a join of_b using (artist) left join artists using (artist)
        order by coalesce(degree, 0), name, artist
        limit $3`,
      [artistA, artistB, limit],
    );
  }
}
