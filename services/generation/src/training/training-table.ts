import {
  type ArtistKnowledge,
  type ConditionRow,
  type ConditionedTable,
  type GenerationModel,
  addSums,
  coarseProximity,
  fitPairConditions,
  fitTrackSpace,
  pairConditionDeclarations,
  pairConditionRow,
  sumsOfTrack,
  trackTable,
} from "@interlude/core-tracks";
import { pairKey } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import type { TrackRow } from "../inputs/tracks.repository.js";
import type {
  ArtistInputs,
  PairInputs,
  TrainingInputsRepository,
} from "../inputs/training-inputs.repository.js";

/** What a training reads. */
export interface TrainingInputs {
  readonly tracks: readonly TrackRow[];
  /** The first two artists of each track, by MBID. */
  readonly artists: ReadonlyMap<string, ArtistInputs>;
  /** The pairs of these, by key. */
  readonly pairs: ReadonlyMap<string, PairInputs>;
}

/**
 * Reads the inputs of the kept epoch.
 * @param most how many tracks
 */
export async function readTrainingInputs(
  repository: TrainingInputsRepository,
  transaction: Transaction,
  most: number,
): Promise<TrainingInputs> {
  await repository.choose(transaction, most);
  const tracks: TrackRow[] = [];
  for await (const track of repository.tracks(transaction)) tracks.push(track);
  const artists = new Map<string, ArtistInputs>();
  for await (const artist of repository.artists(transaction)) artists.set(artist.artist, artist);
  const pairs = new Map<string, PairInputs>();
  for await (const pair of repository.pairs(transaction))
    pairs.set(pairKey(pair.artistA, pair.artistB), pair);
  return { tracks, artists, pairs };
}

/** Names the artists of a track: the key of the first two, or the first one's MBID. Tracks of one key are on one side. */
export function artistsKey({ artists }: TrackRow): string {
  const [one, other = one] = artists;
  if (one === other) return one!;
  return one! < other! ? pairKey(one!, other!) : pairKey(other!, one!);
}

/** Tracks as a table with conditions, to be learnt from. */
export type TrainingTable = ConditionedTable & Pick<GenerationModel, "tracks" | "pairs">;

/**
 * Fits the track space and the conditions of pairs to some tracks.
 * @throws TracksError as `fitTrackSpace` and `fitPairConditions`
 */
export function trainingTable(inputs: TrainingInputs, tracks: readonly TrackRow[]): TrainingTable {
  const space = fitTrackSpace(tracks);
  const names = [...new Set(tracks.flatMap(({ artists }) => artists.slice(0, 2)))].sort();
  const known = names.map((name) => knowledgeOf(inputs, name, null));
  const pairs = fitPairConditions(known, space.genre);
  return {
    space: space.space,
    table: trackTable(space, tracks),
    declarations: pairConditionDeclarations(pairs),
    conditions: conditionRows(pairs, inputs, tracks),
    tracks: space,
    pairs,
  };
}

/** The conditions of tracks: what is known of their artists without the track itself. */
export function conditionRows(
  pairs: GenerationModel["pairs"],
  inputs: TrainingInputs,
  tracks: readonly TrackRow[],
): ConditionRow[] {
  return tracks.map((track) => {
    const [one, other = one] = track.artists;
    const [a, b] = [one!, other!].map((artist) => knowledgeOf(inputs, artist, track));
    const pair = inputs.pairs.get(artistsKey(track));
    return pairConditionRow(pairs, a!, b!, pair === undefined ? null : coarseProximity(pair), track.year);
  });
}

/** @param without a track of the artist that is not counted */
function knowledgeOf({ artists }: TrainingInputs, artist: string, without: TrackRow | null): ArtistKnowledge {
  const { embedding, popularity, tracks } = artists.get(artist)!;
  const others = without === null ? tracks : addSums(tracks, sumsOfTrack(without), -1);
  return { embedding, popularity, tracks: others, latestYear: null };
}
