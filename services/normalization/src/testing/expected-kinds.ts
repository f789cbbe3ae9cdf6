import {
  ARTIST_KINDS,
  GUEST,
  type Performance,
  RECORDING_KINDS,
  type RelationshipKind,
  isSpecialPurposeArtist,
  pairKey,
} from "@interlude/core-musicbrainz";
import type { MusicTables } from "./music-tables.js";

/** Kinds of every pair with a relationship, relationship by relationship. */
export function expectedKinds(
  tables: MusicTables,
  creditedMbids: (credit: number) => string[],
): Map<string, Set<string>> {
  const kinds = new Map<string, Set<string>>();
  const add = (one: string, other: string, kind: string): void => {
    if (one === other) return;
    const key = pairKey(one, other);
    kinds.set(key, (kinds.get(key) ?? new Set()).add(kind));
  };
  for (const { entity0, entity1, link } of tables.rows("l_artist_artist").values()) {
    const [one, other] = [mbidOf(tables, entity0), mbidOf(tables, entity1)];
    const kind = kindOf(tables, link, ARTIST_KINDS);
    if (kind !== undefined && one !== null && other !== null) add(one, other, kind.name);
  }
  for (const { entity0, entity1, link } of tables.rows("l_artist_recording").values()) {
    const one = mbidOf(tables, entity0);
    const recording = tables.rows("recording").get(String(entity1));
    const kind = kindOf(tables, link, RECORDING_KINDS);
    if (kind === undefined || one === null || recording === undefined) continue;
    for (const other of creditedMbids(recording.artist_credit)) {
      add(one, other, kind.name);
      if (kind.performs && isGuest(tables, link)) add(one, other, GUEST.name);
    }
  }
  return kinds;
}

/** The artists that perform on each recording. */
export function expectedPerformances(tables: MusicTables): Performance[] {
  return [...tables.rows("l_artist_recording").values()].flatMap(({ entity0, entity1, link }) => {
    const recording = tables.rows("recording").get(String(entity1));
    if (recording === undefined || kindOf(tables, link, RECORDING_KINDS)?.performs !== true) return [];
    return [{ recording: recording.id, artist_credit: recording.artist_credit, artist: entity0 }];
  });
}

function kindOf(
  tables: MusicTables,
  link: number,
  kinds: readonly RelationshipKind[],
): RelationshipKind | undefined {
  const type = tables.rows("link").get(String(link))?.link_type;
  const gid = tables.rows("link_type").get(String(type))?.gid;
  return kinds.find(({ linkTypes }) => linkTypes.includes(gid ?? ""));
}

function isGuest(tables: MusicTables, link: number): boolean {
  return [...tables.rows("link_attribute").values()].some(
    (attribute) =>
      attribute.link === link &&
      tables.rows("link_attribute_type").get(String(attribute.attribute_type))?.gid === GUEST.attributeType,
  );
}

function mbidOf(tables: MusicTables, artist: number): string | null {
  const row = tables.rows("artist").get(String(artist));
  return row === undefined || isSpecialPurposeArtist(row) ? null : row.gid;
}
