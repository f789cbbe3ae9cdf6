import {
  type CandidateCollaboration,
  type GraphArtist,
  type SyntheticTrack,
  topics,
  vectorFrom,
} from "@interlude/contracts";
import {
  type ArtistContext,
  type TrackModel,
  conditioningFeaturesOf,
  sampleTracks,
  nameTrackVector,
  parseTrackModel,
} from "@interlude/core-tracks";
import { type CheckResult, type Queries, compare } from "@interlude/infra-checks";

/** The newest generator, or null if there was nothing to train on. */
async function newestModel(operator: Queries): Promise<TrackModel | null> {
  const [row] = await operator.query<{ body: string }>(
    "select body from generation.models order by trained_at_epoch desc limit 1",
  );
  return row === undefined ? null : parseTrackModel(row.body);
}

/** An artist that is not on the graph's topic has no place in the graph. */
function contextOf(artist: GraphArtist | undefined): ArtistContext {
  if (artist === undefined) return { embedding: [], degree: 0, popularity: null };
  const { embedding, degree, popularity } = artist;
  return { embedding: vectorFrom(embedding), degree, popularity };
}

/** Every synthetic track, sampled again from the newest model and the two artists of its candidate. */
export async function verifySyntheticTracks(
  operator: Queries,
  published: {
    readonly artists: ReadonlyMap<string, GraphArtist>;
    readonly candidates: ReadonlyMap<string, CandidateCollaboration>;
    readonly tracks: ReadonlyMap<string, SyntheticTrack>;
  },
): Promise<CheckResult> {
  const { artists, candidates, tracks } = published;
  const model = await newestModel(operator);
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
          topics.syntheticTracks.keyOf({ artistA, artistB, sample }),
          JSON.stringify([named.descriptors, named.moods, named.genreComponents, checks, model.id]),
        );
      }
    }
  }
  const actual = new Map(
    [...tracks].map(([key, track]) => [
      key,
      JSON.stringify([track.descriptors, track.moods, track.genreComponents, track.checks, track.modelId]),
    ]),
  );
  return compare("synthetic tracks on the topic", expected, actual);
}
