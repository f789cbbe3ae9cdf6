import {
  type CandidateCollaboration,
  type CatalogTrack,
  type GraphArtist,
  pairKey,
  vectorBytes,
} from "@interlude/contracts";
import { someCandidate } from "@interlude/contracts/testing";
import { syntheticCatalogue } from "../training/testing/synthetic-catalogue.js";

/** An MBID made of a number. */
export function mbid(kind: "artist" | "recording", number: number): string {
  return `${kind === "artist" ? "a" : "b"}0000000-0000-4000-8000-${number.toString(16).padStart(12, "0")}`;
}

/** A graph artist of the synthetic catalogue under its MBID. */
export function graphArtist(number: number, change: Partial<GraphArtist> = {}): GraphArtist {
  const { context } = CATALOGUE.artists[number]!;
  return {
    artist: mbid("artist", number),
    name: `Artist ${number}`,
    degree: context.degree,
    weightedDegree: context.degree,
    embedding: vectorBytes(Float32Array.from(context.embedding)),
    popularity: context.popularity,
    coreNumber: 0,
    clustering: 0,
    component: null,
    community: null,
    communityVersion: null,
    attributes: Buffer.alloc(0),
    graphVersion: 1,
    ...change,
  };
}

const CATALOGUE = syntheticCatalogue({ artists: 60, tracks: 400, seed: "world" });

/** Records of `count` tracks, from a first one on. */
export function catalogTracks(from: number, count: number): Map<string, CatalogTrack> {
  return new Map(
    CATALOGUE.tracks.slice(from, from + count).map(({ artist, probabilities }, i) => {
      const recording = mbid("recording", from + i);
      const artists = [mbid("artist", Number(artist.slice("artist-".length)))];
      return [recording, { ...BARE_TRACK, recording, title: `Track ${from + i}`, artists, probabilities }];
    }),
  );
}

const BARE_TRACK = {
  lengthMs: null,
  bpm: null,
  key: null,
  scale: null,
  averageLoudness: null,
  onsetRate: null,
  firstRelease: null,
  dynamicComplexity: null,
};

/** The record of a candidate pair, under its key. */
export function candidate(
  one: number,
  other: number,
  graphVersion = 1,
): [key: string, value: CandidateCollaboration] {
  const [a, b] = [mbid("artist", Math.min(one, other)), mbid("artist", Math.max(one, other))];
  return [
    pairKey(a, b),
    someCandidate({
      artistA: a,
      artistB: b,
      probability: 0.9,
      logit: 2.2,
      modelId: "links-1",
      graphVersion,
    }),
  ];
}
