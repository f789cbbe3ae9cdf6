import { type CatalogTrack, type GraphArtist, vectorFrom } from "@interlude/contracts";
import {
  type ArtistKnowledge,
  type GenerationModel,
  NO_TRACKS,
  addSums,
  fitConditions,
  fitCopulaGenerator,
  fitPairConditions,
  fitSpace,
  fitTrackSpace,
  keyedRandom,
  pairConditionDeclarations,
  pairConditionRow,
  scoresOf,
  sumsOfTrack,
  trackTable,
} from "@interlude/core-tracks";

/** A copula fitted to solo tracks and their artists. */
export function copulaModel(
  tracks: readonly CatalogTrack[],
  artists: ReadonlyMap<string, GraphArtist>,
): GenerationModel {
  const credited = [...new Set(tracks.map((track) => track.artists[0]!))].sort();
  const known = new Map(
    credited.map((artist): [string, ArtistKnowledge] => {
      const { embedding, popularity = null } = artists.get(artist) ?? {};
      const own = tracks.filter((track) => track.artists[0] === artist).map(sumsOfTrack);
      const sums = own.reduce((total, one) => addSums(total, one), NO_TRACKS);
      const vector = embedding === undefined ? [] : vectorFrom(embedding);
      return [artist, { embedding: vector, popularity, tracks: sums, latestYear: null }];
    }),
  );
  const trackSpace = fitTrackSpace(tracks);
  const table = trackTable(trackSpace, tracks);
  const space = fitSpace(trackSpace.space, table);
  const scores = scoresOf(space, table, keyedRandom("ties"));
  const pairs = fitPairConditions([...known.values()], trackSpace.genre);
  const rows = tracks.map((track) => {
    const artist = known.get(track.artists[0]!)!;
    return pairConditionRow(pairs, artist, artist, null, null);
  });
  const conditions = fitConditions(pairConditionDeclarations(pairs), rows, scores);
  return { generator: fitCopulaGenerator(space, conditions, scores, rows), tracks: trackSpace, pairs };
}
