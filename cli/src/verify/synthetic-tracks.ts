import {
  type CandidateCollaboration,
  type GraphArtist,
  type SyntheticTrack,
  vectorFrom,
} from "@interlude/contracts";
import {
  type ArtistContext,
  type TrackModel,
  conditioningFeaturesOf,
  sampleTracks,
  nameTrackVector,
} from "@interlude/core-tracks";
import { type Finding, compare } from "./finding.js";

/** An artist that the graph has not told of stands nowhere. */
function contextOf(artist: GraphArtist | undefined): ArtistContext {
  if (artist === undefined) return { embedding: [], degree: 0, popularity: null };
  const { embedding, degree, popularity } = artist;
  return { embedding: vectorFrom(embedding), degree, popularity };
}

/** Every synthetic track, drawn again from the model and the two artists of its candidate. */
export function verifySyntheticTracks(
  model: TrackModel | null,
  artists: ReadonlyMap<string, GraphArtist>,
  candidates: ReadonlyMap<string, CandidateCollaboration>,
  published: ReadonlyMap<string, SyntheticTrack>,
): Finding {
  const expected = new Map<string, string>();
  if (model !== null) {
    const conditioning = (mbid: string) =>
      conditioningFeaturesOf(model.conditions.clusters, contextOf(artists.get(mbid)));
    for (const [pair, { artistA, artistB }] of candidates) {
      for (const { sample, vector, checks } of sampleTracks(
        model,
        pair,
        conditioning(artistA),
        conditioning(artistB),
      )) {
        const named = nameTrackVector(vector);
        expected.set(
          `${pair}:${sample}`,
          JSON.stringify([named.descriptors, named.moods, named.genreComponents, checks, model.id]),
        );
      }
    }
  }
  const actual = new Map(
    [...published].map(([key, track]) => [
      key,
      JSON.stringify([track.descriptors, track.moods, track.genreComponents, track.checks, track.modelId]),
    ]),
  );
  return compare("synthetic tracks on the topic", expected, actual);
}
