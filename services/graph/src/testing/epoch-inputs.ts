import type { CatalogArtist, CatalogCollaboration } from "@interlude/contracts";
import { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import type { StreamRecord } from "@interlude/stage";
import * as fc from "fast-check";

/** The records of an epoch, and a fault that it is to survive. */
export interface EpochInput {
  readonly pairs: readonly { readonly a: number; readonly b: number; readonly weight: number }[];
  readonly artists: readonly {
    readonly n: number;
    readonly name: string | null;
    readonly popularity: number | null;
  }[];
  /** A restart, a transaction that is rolled back and repeated, or a snapshot and a restart from it. */
  readonly fault: "none" | "restart" | "rollback" | "snapshot";
}

const ARTISTS = 10;
const artist = fc.nat({ max: ARTISTS - 1 });

/** Epochs over ten artists, most of which are in the catalogue. */
export const epochInputs: fc.Arbitrary<EpochInput[]> = fc.array(
  fc.record({
    pairs: fc.array(
      fc.record({ a: artist, b: artist, weight: fc.nat({ max: 2 }) }).filter(({ a, b }) => a < b),
      { maxLength: 12 },
    ),
    artists: fc.array(
      fc.record({
        n: artist,
        name: fc.option(fc.constantFrom("A", "Б\tc", "𝄞 \\N"), { freq: 6 }),
        popularity: fc.option(fc.nat({ max: 100 })),
      }),
      { maxLength: 8 },
    ),
    fault: fc.constantFrom("none", "restart", "rollback", "snapshot"),
  }),
  { minLength: 1, maxLength: 6 },
);

/** A record as the stage delivers it; offsets rise in the order of creation. */
export function record<Value>(key: string, value: Value | null): StreamRecord<Value> {
  offset += 1n;
  return { key, value, headers: {}, epoch: 1, topic: "", partition: 0, offset };
}
let offset = 0n;

export function collaborationRecords({ pairs }: EpochInput): StreamRecord<CatalogCollaboration>[] {
  return pairs.map(({ a, b, weight }) => {
    const [artistA, artistB] = [numberedMbid(a), numberedMbid(b)];
    const value = weight === 0 ? null : { artistA, artistB, weight, firstRecording: 10 * a + b, kinds: [] };
    return record(`${artistA}:${artistB}`, value);
  });
}

/** A record of the catalogue with some fields given. */
export function catalogArtist(mbid: string, fields: Partial<CatalogArtist> = {}): CatalogArtist {
  return {
    artist: mbid,
    name: "",
    sortName: "",
    type: null,
    beginYear: null,
    endYear: null,
    ended: false,
    comment: "",
    popularity: null,
    popularityPercentile: null,
    spotifyId: null,
    acousticTracks: 0,
    genres: [],
    country: null,
    gender: null,
    ...fields,
  };
}

export function artistRecords({ artists }: EpochInput): StreamRecord<CatalogArtist>[] {
  return artists.map(({ n, name, popularity }) => {
    const mbid = numberedMbid(n);
    return record(mbid, name === null ? null : catalogArtist(mbid, { name, popularity }));
  });
}

/** The expected state after epochs, computed from their inputs alone. */
export interface ExpectedState {
  readonly graph: CollaborationGraph;
  readonly catalogue: ReadonlyMap<string, CatalogArtist>;
  /** Pairs that become dead letters because the catalogue does not have both artists, in order. */
  readonly unknown: readonly string[];
  /** The number of deltas. */
  readonly changes: number;
}

export function expectedState(all: readonly EpochInput[]): ExpectedState {
  const graph = new CollaborationGraph();
  const catalogue = new Map<string, CatalogArtist>();
  const unknown: string[] = [];
  let changes = 0;
  for (const input of all) {
    for (const { key, value } of artistRecords(input)) {
      if (value === null) catalogue.delete(key);
      else catalogue.set(key, value);
    }
    const newest = new Map(collaborationRecords(input).map(({ key, value }) => [key, value]));
    for (const [key, value] of [...newest].sort(([one], [other]) => (one < other ? -1 : 1))) {
      const [a, b] = key.split(":") as [string, string];
      if (value === null) changes += graph.remove(a, b) === null ? 0 : 1;
      else if (catalogue.has(a) && catalogue.has(b)) {
        changes += graph.set(a, b, value.weight, value.firstRecording) === null ? 0 : 1;
      } else if (!has(graph, a, b, value)) unknown.push(key);
    }
  }
  return { graph, catalogue, unknown, changes };
}

function has({ adjacency }: CollaborationGraph, a: string, b: string, value: CatalogCollaboration): boolean {
  const [idA, idB] = [adjacency.mbids.find(a), adjacency.mbids.find(b)];
  if (idA < 0 || idB < 0) return false;
  return (
    adjacency.weight(idA, idB) === value.weight && adjacency.firstRecording(idA, idB) === value.firstRecording
  );
}
