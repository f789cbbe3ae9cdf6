import type { NearestTrack, Pair, SyntheticTrack, TrackCondition } from "@interlude/contracts";
import { type ConditionRow, type GenerationModel, decodeTrack, namedRow } from "@interlude/core-tracks";
import type { DrawnTrack } from "./draw-pairs.js";

/** A pair whose tracks are published, with what they were drawn for. */
export interface DrawnPair extends Pair {
  readonly modelId: string;
  readonly conditions: ConditionRow;
  /** Of the candidate when they were drawn. */
  readonly graphVersion: number;
  readonly epoch: number;
  readonly packetSequence: number;
}

/** A track with the real ones that it resembles. */
export interface PlacedTrack extends DrawnTrack {
  readonly nearest: readonly NearestTrack[];
}

/** The record of a track. */
export function publishedTrack(model: GenerationModel, pair: DrawnPair, track: PlacedTrack): SyntheticTrack {
  const { artistA, artistB, modelId, graphVersion, epoch, packetSequence } = pair;
  const { sample, vector, checks, nearest } = track;
  const { columns } = model.tracks.space;
  const features = namedRow(model.tracks.space, vector);
  const some = (wanted: (column: (typeof columns)[number]) => boolean) =>
    Object.fromEntries(columns.filter(wanted).map(({ name }) => [name, features[name]!]));
  const { tempo, key, genres, moodCluster, timbre, voice } = decodeTrack(model.tracks, vector);
  return {
    artistA,
    artistB,
    sample,
    descriptors: some(({ kind, unit }) => kind === "number" && unit === "probability"),
    genreComponents: Object.values(some(({ block }) => block === "genre")),
    moods: some(({ block }) => block === "moods_mirex"),
    checks: [...checks],
    modelId,
    graphVersion,
    modelKind: model.generator.kind,
    features,
    tempo,
    key,
    genres: [...genres],
    moodCluster: moodCluster?.name ?? null,
    timbre,
    voice,
    conditions: namedConditions(model, pair.conditions),
    nearestTracks: [...nearest],
    packetSequence,
    epoch,
  };
}

/** The conditions of a model by name. */
export function namedConditions({ generator }: GenerationModel, row: ConditionRow): TrackCondition[] {
  return generator.conditions.declarations.map(({ name }, at) => {
    const value = row[at] ?? null;
    return {
      name,
      number: typeof value === "number" ? value : null,
      category: typeof value === "string" ? value : null,
    };
  });
}
