import { Database } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** An artist as it is listed. */
export interface ArtistItem {
  readonly artist: string;
  /** Empty until it is known. */
  readonly name: string;
  /** Distinct collaborators. */
  readonly degree: number;
  /** Recordings with others, each counted once a collaborator. */
  readonly weightedDegree: number;
  /** 0 to 100, or null. */
  readonly popularity: number | null;
}

/** A collaborator, with the number of recordings together. */
export interface Collaborator {
  readonly artist: string;
  readonly name: string;
  readonly degree: number;
  readonly weight: number;
}

const ITEM = `artist, name, degree, weighted_degree as "weightedDegree", popularity`;

/** Reads artists. */
@Injectable()
export class ArtistsReader {
  constructor(private readonly database: Database) {}

  /** Artists by the words of a tsquery, or all; those with most collaborators first. */
  search(words: string | null, limit: number): Promise<ArtistItem[]> {
    return this.database.query<ArtistItem>(
      `select ${ITEM} from artists where $1::text is null or words @@ $1::text::tsquery
        order by degree desc, artist limit $2`,
      [words, limit],
    );
  }

  async one(artist: string): Promise<ArtistItem | null> {
    const [item] = await this.database.query<ArtistItem>(`select ${ITEM} from artists where artist = $1`, [
      artist,
    ]);
    return item ?? null;
  }

  /** Collaborators of an artist, those with most recordings together first. */
  collaborators(artist: string, limit: number): Promise<Collaborator[]> {
    return this.database.query<Collaborator>(
      `select artist, coalesce(name, '') as name, coalesce(degree, 0) as degree, weight
         from (select artist_b as artist, weight from edges where artist_a = $1
               union all select artist_a, weight from edges where artist_b = $1) as collaborator
         left join artists using (artist)
        order by weight desc, artist limit $2`,
      [artist, limit],
    );
  }
}
