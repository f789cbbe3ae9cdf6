import type { SyntheticTrack } from "@interlude/contracts";
import { nameTrackVector } from "@interlude/core-tracks";
import type { SyntheticTrackRow } from "./synthetic-tracks.repository.js";

/** The record of a track that is kept: what is published, and what `verify` expects. */
export function syntheticTrackRecord(track: SyntheticTrackRow): SyntheticTrack {
  const { artistA, artistB, sample, modelId, vector, checks, graphVersion } = track;
  const { descriptors, moods, genreComponents } = nameTrackVector(vector);
  return {
    artistA,
    artistB,
    sample,
    descriptors,
    genreComponents,
    moods,
    checks: [...checks],
    modelId,
    graphVersion,
    // This model has no more to say.
    modelKind: "vae",
    features: { ...descriptors, ...moods },
    tempo: null,
    key: null,
    genres: [],
    moodCluster: null,
    timbre: null,
    voice: null,
    conditions: [],
    nearestTracks: [],
    packetSequence: 0,
    epoch: 0,
  };
}
