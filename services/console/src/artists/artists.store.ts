import type { GraphArtist } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { searchWords } from "../search-words.js";

/** Writes where artists stand in the graph. */
@Injectable()
export class ArtistsStore {
  /** Writes artists, each once, where they are newer and show something new. */
  async write(
    transaction: Transaction,
    artists: readonly GraphArtist[],
  ): Promise<{ added: number; changed: number }> {
    if (artists.length === 0) return { added: 0, changed: 0 };
    const rows = artists.map(({ artist, name, degree, weightedDegree, popularity, graphVersion }) => ({
      artist,
      name,
      words: searchWords(name),
      degree,
      weighted_degree: weightedDegree,
      popularity,
      graph_version: graphVersion,
    }));
    const written = await transaction.query<{ inserted: boolean }>(
      `insert into artists (artist, name, words, degree, weighted_degree, popularity, graph_version)
       select artist, name, array_to_tsvector(words), degree, weighted_degree, popularity, graph_version
         from jsonb_to_recordset($1::jsonb) as row
              (artist uuid, name text, words text[], degree bigint, weighted_degree bigint,
               popularity double precision, graph_version bigint)
       on conflict (artist) do update
          set name = excluded.name, words = excluded.words, degree = excluded.degree,
              weighted_degree = excluded.weighted_degree, popularity = excluded.popularity,
              graph_version = excluded.graph_version
        where artists.graph_version <= excluded.graph_version
          and (artists.name, artists.degree, artists.weighted_degree, artists.popularity)
              is distinct from
              (excluded.name, excluded.degree, excluded.weighted_degree, excluded.popularity)
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
}
