import {
  type ArtistIdentity,
  type Collaborations,
  type Performance,
  RECORDING_KINDS,
  collaborations,
} from "@interlude/core-musicbrainz";
import { IntColumns } from "./int-columns.js";

/** Whatever runs queries: a pool or a transaction. */
export interface RowSource {
  stream<Row>(text: string, values?: readonly unknown[]): AsyncIterable<Row>;
}

/** A collaboration as the stage keeps and publishes it. */
export interface StoredCollaboration {
  readonly artistA: string;
  readonly artistB: string;
  readonly weight: number;
  readonly firstRecording: number;
  /** What relationships say of the two, sorted. */
  readonly kinds: readonly string[];
}

/**
 * All collaborations, computed afresh from the mirrored rows by the pure rule: the truth for `verify`. Reads the schema
 * `normalization` by name, so an operator's connection will do. To compare it with what is stored while packets
 * arrive, give a repeatable-read transaction to both.
 */
export async function recomputeCollaborations(source: RowSource): Promise<Collaborations> {
  const artists: ArtistIdentity[] = [];
  for await (const artist of source.stream<ArtistIdentity>(
    "select id, gid, name from normalization.artist where not deleted",
  )) {
    artists.push(artist);
  }
  const names = new IntColumns();
  for await (const row of source.stream<{ artist_credit: number; artist: number }>(
    "select artist_credit, artist from normalization.artist_credit_name where not deleted",
  )) {
    names.push(row.artist_credit, row.artist);
  }
  const recordings = new IntColumns();
  for await (const row of source.stream<{ id: number; artist_credit: number }>(
    "select id, artist_credit from normalization.recording where not deleted",
  )) {
    recordings.push(row.id, row.artist_credit);
  }
  return collaborations({
    artists,
    creditNames: names.rows((artist_credit, artist) => ({ artist_credit, artist })),
    recordings: recordings.rows((id, artist_credit) => ({ id, artist_credit })),
    performances: await performances(source),
  });
}

/** Performances, where the last epoch counted them as edges. */
async function performances(source: RowSource): Promise<Performance[]> {
  const linkTypes = RECORDING_KINDS.flatMap((kind) => (kind.performs ? kind.linkTypes : []));
  const rows: Performance[] = [];
  for await (const row of source.stream<Performance>(
    `select relationships.recording, recording.artist_credit, relationships.artist
     from normalization.l_artist_recording as relationships
     join normalization.recording on recording.id = relationships.recording
     join normalization.link on link.id = relationships.link
     join normalization.link_type on link_type.id = link.link_type
     where exists (select from normalization.derivation where relationship_edges)
       and link_type.gid = any($1::uuid[])
       and not (relationships.deleted or recording.deleted or link.deleted or link_type.deleted)`,
    [linkTypes],
  )) {
    rows.push(row);
  }
  return rows;
}

/** All collaborations as the stage keeps them, in key order. */
export function storedCollaborations(source: RowSource): AsyncIterable<StoredCollaboration> {
  return source.stream<StoredCollaboration>(
    `select artist_a as "artistA", artist_b as "artistB", weight, first_recording as "firstRecording", kinds
     from normalization.artist_collaborations order by artist_a, artist_b`,
  );
}
