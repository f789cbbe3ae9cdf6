import {
  type ArtistIdentity,
  type Collaborations,
  type Performance,
  RECORDING_KINDS,
  collaborations,
} from "@interlude/core-musicbrainz";
import type { Queries } from "@interlude/infra-checks";
import { IntColumns } from "./int-columns.js";

/**
 * All collaborations, computed from the mirrored rows by the pure function `collaborations`, which only this check and
 * tests call: production derives them in SQL, and the two share no code. Reads the schema `normalization` by name, so an
 * operator's connection will do. To compare it with what is stored while packets arrive, give a repeatable-read
 * transaction to both.
 */
export async function expectedCollaborations(source: Queries): Promise<Collaborations> {
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

/** Performances, if the last epoch counted them as edges. */
async function performances(source: Queries): Promise<Performance[]> {
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
