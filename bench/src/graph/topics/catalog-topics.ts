import {
  EPOCH_HEADER,
  type KeyedTopic,
  topics,
  type CatalogArtist,
  type CatalogCollaboration,
} from "@interlude/contracts";
import { mix32 } from "@interlude/core-numerics";
import type { Codec, EventLog, OutgoingRecord } from "@interlude/stage";
import { epochMarkers } from "../../epoch-markers.js";
import type { EdgeList } from "../edge-list.js";

const EPOCH = 1;
const BATCH_RECORDS = 20_000;
const COUNTRIES = ["United States", "Germany", "Japan", "Brazil", null, null];
const GENRES = ["jazz", "rock", "hip hop", "electronic", "classical", "folk", "metal", "ambient"];

/**
 * Fills the graph's input topics with one epoch: every artist and every edge once, and the markers that end it.
 */
export async function fillCatalog(
  list: EdgeList,
  { log, codec }: { log: EventLog; codec: Codec },
): Promise<void> {
  let records: OutgoingRecord[] = [];
  for (const record of catalogRecords(list, codec)) {
    records.push(record);
    if (records.length < BATCH_RECORDS) continue;
    await log.append(records);
    records = [];
  }
  await log.append(records);
  const marker = { epoch: EPOCH, kind: "dump", producedBy: "normalization" } as const;
  const ended = [topics.catalogArtists, topics.catalogCollaborations];
  await log.append(await epochMarkers({ log, codec }, marker, ended));
}

function* catalogRecords(list: EdgeList, codec: Codec): Iterable<OutgoingRecord> {
  const headers = { [EPOCH_HEADER]: String(EPOCH) };
  const record = <Value extends Key, Key>(topic: KeyedTopic<Value, Key>, value: Value): OutgoingRecord => ({
    topic: topic.name,
    key: Buffer.from(topic.keyOf(value)),
    value: codec.encode(topic, value),
    headers,
  });
  for (const [number, mbid] of list.mbids.entries()) {
    yield record(topics.catalogArtists, catalogArtist(number, mbid));
  }
  for (let edge = 0; edge < list.weights.length; edge += 1) {
    yield record(topics.catalogCollaborations, collaboration(list, edge));
  }
}

/** Half of the artists have genres: in MusicBrainz, too, only part of them do. */
export function catalogArtist(number: number, mbid: string): CatalogArtist {
  const drawn = mix32(number);
  const genres = Array.from({ length: drawn % 2 === 0 ? 0 : 1 + (drawn % 3) }, (_, rank) => ({
    name: GENRES[(drawn + rank * 3) % GENRES.length]!,
    votes: 3 - rank,
  }));
  return {
    artist: mbid,
    name: `Artist ${number}`,
    sortName: `${number}, Artist`,
    type: drawn % 4 === 0 ? "Group" : "Person",
    beginYear: 1900 + (drawn % 100),
    endYear: null,
    ended: false,
    comment: "",
    popularity: drawn % 5 === 0 ? drawn % 100 : null,
    popularityPercentile: null,
    spotifyId: null,
    acousticTracks: drawn % 20,
    genres,
    country: COUNTRIES[drawn % COUNTRIES.length]!,
    gender: drawn % 4 === 0 ? null : "Male",
  };
}

function collaboration(
  { mbids, ends, weights, firstRecordings }: EdgeList,
  edge: number,
): CatalogCollaboration {
  const [one, other] = [mbids[ends[edge * 2]!]!, mbids[ends[edge * 2 + 1]!]!];
  return {
    artistA: one < other ? one : other,
    artistB: one < other ? other : one,
    weight: weights[edge]!,
    firstRecording: firstRecordings[edge]!,
    kinds: edge % 10 === 0 ? ["vocal"] : [],
  };
}
