import { type ConditioningFeatures, type Clusters, conditioningFeaturesOf } from "@interlude/core-tracks";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { ArtistRow } from "../inputs/artists.repository.js";

interface TouchedRow {
  readonly artist: string;
  readonly now: ArtistRow | null;
  readonly before: (ConditioningFeatures & { readonly artist: string }) | null;
}

interface ConditioningRow extends ConditioningFeatures {
  readonly artist: string;
}

const WRITE_SIZE = 5000;

/** What of each artist conditions its tracks, by the model in use. */
@Injectable()
export class ConditioningFeaturesRepository {
  /** Computes the features of all artists by the clusters of a new model. */
  async renewAll(transaction: Transaction, clusters: Clusters): Promise<void> {
    await transaction.query("delete from conditioning_features");
    let rows: ConditioningRow[] = [];
    for await (const artist of transaction.stream<ArtistRow>(
      "select artist, degree, embedding, popularity from artists order by artist",
    )) {
      rows.push({ artist: artist.artist, ...conditioningFeaturesOf(clusters, artist) });
      if (rows.length === WRITE_SIZE) {
        await this.#write(transaction, rows);
        rows = [];
      }
    }
    await this.#write(transaction, rows);
  }

  /** Recomputes the features of the touched artists; returns the artists whose features changed. */
  async renewTouched(transaction: Transaction, clusters: Clusters): Promise<string[]> {
    const changed: ConditioningRow[] = [];
    const gone: string[] = [];
    for await (const { artist, now, before } of transaction.stream<TouchedRow>(
      `select t.artist, to_jsonb(a) as now, to_jsonb(c) as before
       from touched_artists t
       left join artists a on a.artist = t.artist
       left join conditioning_features c on c.artist = t.artist
       order by t.artist`,
    )) {
      if (now === null) {
        if (before !== null) gone.push(artist);
        continue;
      }
      const features = conditioningFeaturesOf(clusters, now);
      if (before === null || !sameConditioning(before, features)) changed.push({ artist, ...features });
    }
    await this.#write(transaction, changed);
    await transaction.query("delete from conditioning_features where artist = any($1::uuid[])", [gone]);
    return [...changed.map(({ artist }) => artist), ...gone].sort();
  }

  async #write(transaction: Transaction, rows: readonly ConditioningRow[]): Promise<void> {
    if (rows.length === 0) return;
    await transaction.query(
      `insert into conditioning_features
       select * from jsonb_to_recordset($1::jsonb)
         as given (artist uuid, cluster integer, degree bigint, popularity double precision)
       on conflict (artist) do update
         set cluster = excluded.cluster, degree = excluded.degree, popularity = excluded.popularity`,
      [JSON.stringify(rows)],
    );
  }
}

function sameConditioning(one: ConditioningFeatures, other: ConditioningFeatures): boolean {
  return one.cluster === other.cluster && one.degree === other.degree && one.popularity === other.popularity;
}
