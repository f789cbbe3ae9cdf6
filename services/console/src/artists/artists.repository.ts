import type { GraphArtist } from "@interlude/contracts";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { searchWords } from "../search-words.js";

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

/** Artists and their degrees in the graph. */
@Injectable()
export class ArtistsRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  /** Writes artists, each once, if they are newer and show something new. */
  async write(
    transaction: Transaction,
    artists: readonly GraphArtist[],
  ): Promise<{ added: number; changed: number }> {
    if (artists.length === 0) return { added: 0, changed: 0 };
    const rows = artists.map(
      ({ artist, name, degree, weightedDegree, popularity, community, graphVersion }) => ({
        artist,
        name,
        words: searchWords(name),
        degree,
        weighted_degree: weightedDegree,
        popularity,
        community,
        graph_version: graphVersion,
      }),
    );
    const written = await transaction.query<{ inserted: boolean }>(
      `insert into artists (artist, name, words, degree, weighted_degree, popularity, community, graph_version)
       select artist, name, array_to_tsvector(words), degree, weighted_degree, popularity, community,
              graph_version
         from jsonb_to_recordset($1::jsonb) as row
              (artist uuid, name text, words text[], degree bigint, weighted_degree bigint,
               popularity double precision, community integer, graph_version bigint)
       on conflict (artist) do update
          set name = excluded.name, words = excluded.words, degree = excluded.degree,
              weighted_degree = excluded.weighted_degree, popularity = excluded.popularity,
              community = excluded.community, graph_version = excluded.graph_version
        where artists.graph_version <= excluded.graph_version
          and (artists.name, artists.degree, artists.weighted_degree, artists.popularity, artists.community)
              is distinct from
              (excluded.name, excluded.degree, excluded.weighted_degree, excluded.popularity,
               excluded.community)
       returning xmax = 0 as inserted`,
      [JSON.stringify(rows)],
    );
    const added = written.filter(({ inserted }) => inserted).length;
    return { added, changed: written.length - added };
  }

  /** Returns how many there were. */
  async remove(transaction: Transaction, artists: readonly string[]): Promise<number> {
    if (artists.length === 0) return 0;
    const removed = await transaction.query(
      "delete from artists where artist = any ($1::uuid[]) returning 1",
      [artists],
    );
    return removed.length;
  }
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
