import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** Documents that artists lost (-1) and got (+1); a track that was only renamed does neither. */
const DOCUMENT_CHANGES = `
  create temp table work_documents on commit drop as
  with changed as (
    select * from changed_tracks
    where (artists, probabilities) is distinct from (artists_before, probabilities_before)
  )
  select -1 as change, artists_before as artists, probabilities_before as probabilities
  from changed where artists_before is not null
  union all
  select 1, artists, probabilities from changed where artists is not null`;

const TRACK_CHANGES = `
  create temp table work_artist_tracks on commit drop as
  select artist, sum(change)::integer as change from work_documents cross join unnest(artists) as artist
  group by artist having sum(change) <> 0`;

const COUNT_TRACKS = `
  insert into artist_tracks (artist, tracks) select artist, change from work_artist_tracks
  on conflict (artist) do update set tracks = artist_tracks.tracks + excluded.tracks`;

/** Each document is taken apart once, however many artists it has. */
const CLASS_VALUES = `
  create temp table work_values on commit drop as
  select artists, change, model.key as model, class.key as class,
    change * round(class.value::double precision * 1000000)::bigint as millionths
  from work_documents
  cross join jsonb_each(probabilities) as model
  cross join jsonb_each(model.value) as class`;

const NEW_CLASSES = `
  insert into acoustic_classes (model, class)
  select distinct model, class from work_values order by model, class
  on conflict (model, class) do nothing`;

const FEATURE_CHANGES = `
  create temp table work_features on commit drop as
  select artist, acoustic_classes.id as class, sum(change)::integer as tracks, sum(millionths)::bigint as millionths
  from work_values
  join acoustic_classes using (model, class)
  cross join unnest(artists) as artist
  group by artist, acoustic_classes.id`;

const ADD_FEATURES = `
  insert into acoustic_features (artist, class, tracks, millionths)
  select artist, class, tracks, millionths from work_features
  where tracks <> 0 or millionths <> 0
  order by artist, class
  on conflict (artist, class) do update
  set tracks = acoustic_features.tracks + excluded.tracks,
      millionths = acoustic_features.millionths + excluded.millionths`;

const FORGET_EMPTY = [
  `delete from artist_tracks using work_artist_tracks as work
   where artist_tracks.artist = work.artist and artist_tracks.tracks = 0`,
  `delete from acoustic_features using work_features as work
   where acoustic_features.artist = work.artist and acoustic_features.class = work.class
     and acoustic_features.tracks = 0`,
];

/**
 * Keeps `artist_tracks` and `acoustic_features` by adding and taking away what changed: whole numbers, so the order
 * does not matter. Leaves the artists whose number of tracks changed in `work_artist_tracks`.
 */
@Injectable()
export class AcousticFeaturesRepository {
  /** Needs `changed_tracks`. */
  async derive(transaction: Transaction): Promise<void> {
    await transaction.query(DOCUMENT_CHANGES);
    await transaction.query("analyze work_documents");
    await transaction.query(TRACK_CHANGES);
    await transaction.query(COUNT_TRACKS);
    await transaction.query(CLASS_VALUES);
    await transaction.query(NEW_CLASSES);
    await transaction.query(FEATURE_CHANGES);
    await transaction.query(ADD_FEATURES);
    for (const statement of FORGET_EMPTY) await transaction.query(statement);
  }
}
