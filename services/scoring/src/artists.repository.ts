import { type Transaction, plainArray } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** Names of artists, and what the open epoch has staged of them and of whom to rescore. */
@Injectable()
export class ArtistsRepository {
  /** Stages names (null withdraws the artist); each artist at most once a call. */
  async stageNames(transaction: Transaction, names: ReadonlyMap<string, string | null>): Promise<void> {
    await transaction.query(
      `insert into staged_artists
       select * from unnest($1::uuid[], $2::text[]) as incoming (artist, name) order by artist
       on conflict (artist) do update set name = excluded.name`,
      [[...names.keys()], [...names.values()]],
    );
  }

  /** Stages the artists whose pairs are to be rescored. */
  async stageDirty(transaction: Transaction, artists: readonly string[]): Promise<void> {
    await transaction.query(
      `insert into staged_dirty
       select distinct artist from unnest($1::uuid[]) as incoming (artist) order by artist
       on conflict (artist) do nothing`,
      [artists],
    );
  }

  /** Applies the staged names; returns the MBIDs of those that changed. */
  async applyNames(transaction: Transaction): Promise<string[]> {
    const gone = await transaction.query<{ artist: string }>(
      `delete from artists using staged_artists staged
       where staged.name is null and artists.artist = staged.artist
       returning artists.artist`,
    );
    const written = await transaction.query<{ artist: string }>(
      `insert into artists
       select * from staged_artists where name is not null
       on conflict (artist) do update set name = excluded.name
       where artists.name <> excluded.name
       returning artist`,
    );
    await transaction.query("delete from staged_artists");
    return [...gone, ...written].map(({ artist }) => artist);
  }

  /** Takes the staged artists whose pairs are to be rescored. */
  async takeDirty(transaction: Transaction): Promise<string[]> {
    const rows = await transaction.query<{ artist: string }>("delete from staged_dirty returning artist");
    return rows.map(({ artist }) => artist);
  }

  /** Names of some artists, by MBID; an artist without a row has none. */
  async names(transaction: Transaction, mbids: readonly string[]): Promise<Map<string, string>> {
    const rows = await transaction.query<{ artist: string; name: string }>(
      "select artist, name from artists where artist = any($1::uuid[])",
      [plainArray(mbids)],
    );
    return new Map(rows.map(({ artist, name }) => [artist, name]));
  }
}
