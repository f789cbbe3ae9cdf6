import {
  type CatalogueFeatures,
  NO_TRACKS,
  type ProfileSums,
  addSums,
  sumsOfTrack,
} from "@interlude/core-tracks";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** What profiles read of a track. */
export interface ProfiledTrack extends CatalogueFeatures {
  readonly artists: readonly string[];
  /** Of the first release; `null` where it is not known. */
  readonly year: number | null;
}

/** The features of artists' tracks, summed; and the years that these came out in. */
@Injectable()
export class ArtistProfilesRepository {
  /** Adds tracks that have come and takes away those that have gone; touches their artists. */
  async change(
    transaction: Transaction,
    { come, gone }: { readonly come: readonly ProfiledTrack[]; readonly gone: readonly ProfiledTrack[] },
  ): Promise<void> {
    const sums = new Map<string, ProfileSums>();
    const years = new Map<string, { artist: string; year: number; tracks: number }>();
    const add = (track: ProfiledTrack, sign: 1 | -1): void => {
      const ofTrack = sumsOfTrack(track);
      for (const artist of track.artists) {
        sums.set(artist, addSums(sums.get(artist) ?? NO_TRACKS, ofTrack, sign));
        if (track.year === null) continue;
        const key = `${artist} ${track.year}`;
        const before = years.get(key)?.tracks ?? 0;
        years.set(key, { artist, year: track.year, tracks: before + sign });
      }
    };
    for (const track of gone) add(track, -1);
    for (const track of come) add(track, 1);
    if (sums.size === 0) return;
    await this.#addSums(transaction, sums);
    await this.#addYears(transaction, [...years.values()]);
    await transaction.query(
      `insert into touched_artists (artist, tracks_changed) select artist, true from unnest($1::uuid[]) as artist
       order by artist
       on conflict (artist) do update set tracks_changed = true`,
      [[...sums.keys()]],
    );
  }

  async #addSums(transaction: Transaction, sums: ReadonlyMap<string, ProfileSums>): Promise<void> {
    const sumOf = (column: string) =>
      `(select array_agg(one + other order by place)
        from unnest(known.${column}, excluded.${column}) with ordinality as pair (one, other, place))`;
    await transaction.query(
      `insert into artist_profiles as known
       select * from jsonb_to_recordset($1::jsonb)
         as given (artist uuid, tracks bigint, counts bigint[], sums bigint[])
       order by artist
       on conflict (artist) do update
         set tracks = known.tracks + excluded.tracks, counts = ${sumOf("counts")}, sums = ${sumOf("sums")}`,
      [JSON.stringify([...sums].map(([artist, change]) => ({ artist, ...change })))],
    );
    await transaction.query("delete from artist_profiles where artist = any($1::uuid[]) and tracks = 0", [
      [...sums.keys()],
    ]);
  }

  async #addYears(
    transaction: Transaction,
    years: readonly { readonly artist: string; readonly year: number; readonly tracks: number }[],
  ): Promise<void> {
    const columns = [
      years.map(({ artist }) => artist),
      years.map(({ year }) => year),
      years.map(({ tracks }) => tracks),
    ];
    await transaction.query(
      `insert into artist_years as known
       select * from unnest($1::uuid[], $2::integer[], $3::bigint[]) as given (artist, year, tracks)
       order by artist, year
       on conflict (artist, year) do update set tracks = known.tracks + excluded.tracks`,
      columns,
    );
    await transaction.query(
      `delete from artist_years using unnest($1::uuid[], $2::integer[]) as given (artist, year)
       where artist_years.artist = given.artist and artist_years.year = given.year and tracks = 0`,
      columns.slice(0, 2),
    );
  }
}
