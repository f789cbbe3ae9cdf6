import type { SyntheticTrack } from "../generated/types.js";

/** A synthetic track of which a test names only the fields that it is about. */
export function someTrack(fields: Partial<SyntheticTrack>): SyntheticTrack {
  return {
    artistA: "a",
    artistB: "b",
    sample: 0,
    descriptors: { danceability: 0.25 },
    genreComponents: [0.5],
    moods: { passionate: 1 },
    checks: [],
    modelId: "m",
    graphVersion: 1,
    modelKind: "copula",
    features: { bpm: 120, danceability: 0.25 },
    tempo: 120,
    key: "C major",
    genres: [{ genre: "jazz", share: 0.75 }],
    moodCluster: "passionate",
    timbre: "dark",
    voice: "instrumental",
    conditions: [
      { name: "genre", number: null, category: "jazz" },
      { name: "popularity mean", number: 40, category: null },
    ],
    nearestTracks: [],
    packetSequence: 1,
    epoch: 1,
    ...fields,
  };
}
