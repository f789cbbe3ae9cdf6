import type { ScoredPairRow } from "@interlude/service-scoring/checks";
import {
  type CandidateCollaboration,
  type CandidateFeedback,
  type CatalogArtist,
  type CatalogCollaboration,
  type LinkModelCard,
  type SyntheticTrack,
  type Topic,
  topics,
} from "@interlude/contracts";

/** Which columns text formats have. */
export interface Table<Value> {
  readonly columns: readonly string[];
  row(value: Value): readonly (string | number | null)[];
}

/** What can be exported from a topic. */
export interface Export<Value> extends Table<Value> {
  readonly topic: Topic<Value>;
}

const collaborations: Export<CatalogCollaboration> = {
  topic: topics.catalogCollaborations,
  columns: ["artist_a", "artist_b", "weight"],
  row: ({ artistA, artistB, weight }) => [artistA, artistB, weight],
};

const artists: Export<CatalogArtist> = {
  topic: topics.catalogArtists,
  columns: [
    "artist",
    "name",
    "type",
    "begin_year",
    "end_year",
    "popularity",
    "spotify_id",
    "acoustic_tracks",
  ],
  row: (artist) => [
    artist.artist,
    artist.name,
    artist.type,
    artist.beginYear,
    artist.endYear,
    artist.popularity,
    artist.spotifyId,
    artist.acousticTracks,
  ],
};

const candidates: Export<CandidateCollaboration> = {
  topic: topics.candidates,
  columns: [
    "artist_a",
    "artist_b",
    "name_a",
    "name_b",
    "probability",
    "common_neighbours",
    "adamic_adar",
    "points",
    "model",
  ],
  row: (candidate) => [
    candidate.artistA,
    candidate.artistB,
    candidate.nameA,
    candidate.nameB,
    candidate.probability,
    candidate.commonNeighbours,
    candidate.adamicAdar,
    candidate.operatingPoints.join(" "),
    candidate.modelId,
  ],
};

const syntheticTracks: Export<SyntheticTrack> = {
  topic: topics.syntheticTracks,
  columns: ["artist_a", "artist_b", "sample", "descriptors", "genre_components", "moods", "model"],
  row: (track) => [
    track.artistA,
    track.artistB,
    track.sample,
    JSON.stringify(track.descriptors),
    JSON.stringify(track.genreComponents),
    JSON.stringify(track.moods),
    track.modelId,
  ],
};

const feedback: Export<CandidateFeedback> = {
  topic: topics.candidateFeedback,
  columns: [
    "artist_a",
    "artist_b",
    "verdict",
    "source",
    "comment",
    "given_at",
    "probability",
    "common_neighbours",
    "model",
  ],
  row: (given) => [
    given.artistA,
    given.artistB,
    given.verdict,
    given.source,
    given.comment,
    new Date(given.ts / 1000).toISOString(),
    given.probability,
    given.commonNeighbours,
    given.modelId,
  ],
};

/** Its figures are those of the newest window, whose links were held out: against all pairs at distance two unless named otherwise. */
const linkModels: Export<LinkModelCard> = {
  topic: topics.linkModels,
  columns: [
    "model",
    "trained_at_epoch",
    "takes_over",
    "links_at_distance_two",
    "auc",
    "average_precision",
    "precision_at_20",
    "balanced_auc",
  ],
  row: ({ modelId, trainedAtEpoch, takesOver, metrics }) => [
    modelId,
    trainedAtEpoch,
    takesOver ? 1 : 0,
    metrics["prevalence.positives"] ?? null,
    metrics["prevalence.auc"] ?? null,
    metrics["prevalence.averagePrecision"] ?? null,
    metrics["prevalence.precisionAt20"] ?? null,
    metrics["balanced.auc"] ?? null,
  ],
};

/** From the store: of scored pairs the topic has the candidates only. */
export const scored: Table<ScoredPairRow> = {
  columns: [
    "artist_a",
    "artist_b",
    "status",
    "probability",
    "logit",
    "model",
    "graph_version",
    "epoch",
    "packet_sequence",
    "first_seen_epoch",
    "first_seen_sequence",
    "first_seen_at",
    "withdrawal_reason",
  ],
  row: (pair) => [
    pair.artistA,
    pair.artistB,
    pair.status,
    pair.probability,
    pair.logit,
    pair.modelId,
    pair.graphVersion,
    pair.epoch,
    pair.packetSequence,
    pair.firstSeenEpoch,
    pair.firstSeenSequence,
    pair.firstSeenAt,
    pair.withdrawalReason,
  ],
};

/** What can be exported from topics, by name. */
export const exportsByName = {
  collaborations,
  artists,
  candidates,
  "synthetic-tracks": syntheticTracks,
  feedback,
  "link-models": linkModels,
} as const;
export type TopicExport = keyof typeof exportsByName;
