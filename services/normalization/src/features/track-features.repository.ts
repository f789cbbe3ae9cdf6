import type { TrackFeatures } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { newestByKey } from "@interlude/stage";
import { Injectable } from "@nestjs/common";

/** Columns by the contract's fields, with their types. */
const COLUMNS: { readonly [Field in keyof TrackFeatures]: readonly [name: string, type: string] } = {
  provider: ["provider", "text"],
  id: ["id", "text"],
  asOf: ["as_of", "date"],
  name: ["name", "text"],
  artists: ["artists", "text[]"],
  artistIds: ["artist_ids", "text[]"],
  albumId: ["album_id", "text"],
  explicit: ["explicit", "boolean"],
  durationMs: ["duration_ms", "integer"],
  releaseDate: ["release_date", "text"],
  danceability: ["danceability", "double precision"],
  energy: ["energy", "double precision"],
  key: ["key", "integer"],
  loudnessDb: ["loudness_db", "double precision"],
  mode: ["mode", "integer"],
  speechiness: ["speechiness", "double precision"],
  acousticness: ["acousticness", "double precision"],
  instrumentalness: ["instrumentalness", "double precision"],
  liveness: ["liveness", "double precision"],
  valence: ["valence", "double precision"],
  tempo: ["tempo", "double precision"],
  timeSignature: ["time_signature", "integer"],
  source: ["source", "text"],
};

const FIELDS = Object.entries(COLUMNS) as [keyof TrackFeatures, readonly [string, string]][];
const NAMES = [...FIELDS.map(([, [name]]) => name), "epoch"];

interface ReceivedTrackFeatures {
  readonly features: TrackFeatures;
  readonly epoch: number;
}

/** Audio features of tracks as providers published them. */
@Injectable()
export class TrackFeaturesRepository {
  /** Keeps snapshots: one a provider, id and day; another day's is never replaced. */
  async write(transaction: Transaction, received: readonly ReceivedTrackFeatures[]): Promise<void> {
    const keyOf = ({ features }: ReceivedTrackFeatures) =>
      JSON.stringify([features.provider, features.id, features.asOf]);
    const rows = newestByKey(received, keyOf).map(({ features, epoch }) => {
      const named = FIELDS.map(([field, [name]]) => [name, features[field]]);
      return { ...(Object.fromEntries(named) as Record<string, unknown>), epoch };
    });
    await transaction.query(
      `insert into track_features (${NAMES.join(", ")})
       select ${NAMES.join(", ")}
       from json_to_recordset($1) as incoming
         (${FIELDS.map(([, column]) => column.join(" ")).join(", ")}, epoch bigint)
       order by provider, id collate "C", as_of
       on conflict (provider, id, as_of) do update
       set ${NAMES.map((name) => `${name} = excluded.${name}`).join(", ")}
       where track_features.epoch <= excluded.epoch`,
      [JSON.stringify(rows)],
    );
  }
}
