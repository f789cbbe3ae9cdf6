import type { PopularitySignal } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { newestByKey } from "@interlude/stage";
import { Injectable } from "@nestjs/common";

/** The provider whose artists are found through MusicBrainz's URLs. */
export const SPOTIFY = "spotify";

interface ReceivedSignal {
  readonly signal: PopularitySignal;
  readonly epoch: number;
}

/** Popularity as providers published it. */
@Injectable()
export class PopularityRepository {
  /** Keeps snapshots: one a provider, entity, id, day and source; another day's or source's is never replaced. */
  async write(transaction: Transaction, received: readonly ReceivedSignal[]): Promise<void> {
    const keyOf = ({ signal }: ReceivedSignal) =>
      JSON.stringify([signal.provider, signal.entity, signal.id, signal.asOf, signal.source]);
    const rows = newestByKey(received, keyOf).map(({ signal, epoch }) => ({
      provider: signal.provider,
      entity: signal.entity,
      id: signal.id,
      as_of: signal.asOf,
      popularity: signal.popularity,
      followers: signal.followers,
      name: signal.name,
      genres: signal.genres,
      source: signal.source,
      epoch,
    }));
    await transaction.query(
      `insert into popularity_snapshots
         (provider, entity, id, as_of, popularity, followers, name, genres, source, epoch)
       select provider, entity, id, as_of, popularity, followers, name, genres, source, epoch
       from json_to_recordset($1) as incoming
         (provider text, entity text, id text, as_of date, popularity double precision, followers bigint,
          name text, genres text[], source text, epoch bigint)
       order by provider, entity, id collate "C", as_of, source
       on conflict (provider, entity, id, as_of, source) do update
       set popularity = excluded.popularity, followers = excluded.followers, name = excluded.name,
           genres = excluded.genres, epoch = excluded.epoch
       where popularity_snapshots.epoch <= excluded.epoch`,
      [JSON.stringify(rows)],
    );
  }
}
