import type { SchemaName } from "./generated/schemas.js";
import { type TableChanges, type TableName, tablePartitions } from "./generated/tables.js";
import * as keyed from "./keys.js";
import type * as value from "./generated/types.js";
import { SERVICES, type ServiceName, type Topic } from "./topic.js";

const DAY = 24 * 60 * 60 * 1000;

type Definition = Pick<Topic<unknown>, "producer"> & Partial<Omit<Topic<unknown>, "key" | "__value">>;
/** A topic before `./keys.js` or the row's aggregate root says how it is keyed. */
type Unkeyed<Value> = Omit<Topic<Value>, "key">;

/** A topic whose records are kept for some days: changes, in order. */
function logTopic<Value>(name: SchemaName, definition: Definition): Unkeyed<Value> {
  return {
    name,
    version: 1,
    schema: name,
    partitions: 4,
    cleanup: "delete",
    retentionMs: 7 * DAY,
    compatibility: "BACKWARD_TRANSITIVE",
    markers: true,
    batched: false,
    ...definition,
  };
}

/** What ingestion reads in bulk: a record carries several items, of which the key is the first one's. */
function bulkTopic<Item>(name: SchemaName, partitions = 4): Unkeyed<Item> {
  return logTopic(name, { producer: "ingestion", version: 2, partitions, batched: true });
}

/** A topic that keeps the newest value per key, for ever; a tombstone takes the key away. */
function compactedTopic<Value>(name: SchemaName, definition: Definition): Unkeyed<Value> {
  return logTopic(name, {
    cleanup: "compact",
    retentionMs: -1,
    compatibility: "FULL_TRANSITIVE",
    ...definition,
  });
}

function deadLetterTopic(service: ServiceName): Topic<value.DeadLetter> {
  const definition: Definition = {
    producer: service,
    partitions: 1,
    retentionMs: 365 * DAY,
    markers: false,
  };
  return {
    ...logTopic<value.DeadLetter>("dead-letter", definition),
    name: `${service}.dead-letters`,
    key: "key of the record or row that could not be processed",
  };
}

/**
 * Changes of MusicBrainz tables, by the table's name: those that `schemas/musicbrainz/tables.json` gives partitions.
 * All rows of one aggregate root share a partition.
 */
export const tableTopics = Object.fromEntries(
  Object.entries(tablePartitions).map(([table, partitions]) => [
    table,
    {
      ...bulkTopic(`musicbrainz.${table as TableName}`, partitions),
      key: "aggregate root of the row, for example artist:12",
    },
  ]),
) as { readonly [Table in TableName]: Topic<TableChanges[Table]> };

/** Every other topic of the system. No other file names one. */
export const topics = {
  epochs: keyed.byEpoch(
    compactedTopic<value.EpochStatus>("ingestion.epochs", {
      producer: "ingestion",
      partitions: 1,
      markers: false,
    }),
  ),
  ingestionStatus: keyed.byIngestion(
    compactedTopic<value.IngestionStatus>("ingestion.status", {
      producer: "ingestion",
      partitions: 1,
      markers: false,
    }),
  ),
  highLevelDocuments: keyed.byRecording(bulkTopic<value.HighLevelDocument>("acousticbrainz.highlevel")),
  lowLevelFeatures: keyed.byRecording(bulkTopic<value.LowLevelFeatures>("acousticbrainz.lowlevel")),
  popularitySignals: keyed.byProviderEntity(bulkTopic<value.PopularitySignal>("popularity.signals")),
  trackFeatures: keyed.byProviderTrack(bulkTopic<value.TrackFeatures>("popularity.track-features")),
  catalogArtists: keyed.byArtist(
    compactedTopic<value.CatalogArtist>("catalog.artists", { producer: "normalization" }),
  ),
  catalogCollaborations: keyed.byPair(
    compactedTopic<value.CatalogCollaboration>("catalog.collaborations", { producer: "normalization" }),
  ),
  catalogTracks: keyed.byRecording(
    compactedTopic<value.CatalogTrack>("catalog.tracks", { producer: "normalization" }),
  ),
  graphDeltas: keyed.byPair(
    logTopic<value.GraphDelta>("graph.deltas", {
      producer: "graph",
      partitions: 1,
      isTotallyOrdered: true,
      version: 2,
      batched: true,
    }),
  ),
  graphArtists: keyed.byArtist(
    compactedTopic<value.GraphArtist>("graph.artists", {
      producer: "graph",
      version: 2,
    }),
  ),
  graphDirty: keyed.byArtist(
    logTopic<value.DirtyArtist>("graph.dirty", {
      producer: "graph",
      version: 2,
      batched: true,
    }),
  ),
  candidates: keyed.byPair(
    compactedTopic<value.CandidateCollaboration>("candidate-collaborations", { producer: "scoring" }),
  ),
  candidateFeedback: keyed.byPair(
    compactedTopic<value.CandidateFeedback>("candidate-feedback", {
      producer: "console",
      partitions: 1,
      markers: false,
    }),
  ),
  linkModels: keyed.byModel(
    compactedTopic<value.LinkModelCard>("link-models", {
      producer: "scoring",
      partitions: 1,
    }),
  ),
  syntheticTracks: keyed.byTrack(
    compactedTopic<value.SyntheticTrack>("synthetic-tracks", { producer: "generation" }),
  ),
  generationModels: keyed.byModel(
    compactedTopic<value.GenerationModelCard>("generation-models", {
      producer: "generation",
      partitions: 1,
    }),
  ),
} as const;

/** Where each service keeps what it could not process. */
export const deadLetterTopics: Readonly<Record<ServiceName, Topic<value.DeadLetter>>> = {
  ingestion: deadLetterTopic("ingestion"),
  normalization: deadLetterTopic("normalization"),
  graph: deadLetterTopic("graph"),
  scoring: deadLetterTopic("scoring"),
  generation: deadLetterTopic("generation"),
  console: deadLetterTopic("console"),
};

/** The whole catalogue, for the jobs that create topics and register schemas. */
export const catalogue: readonly Topic<unknown>[] = [
  ...Object.values(tableTopics),
  ...Object.values(topics),
  ...SERVICES.map((service) => deadLetterTopics[service]),
];

/** Where the stream's identity is: a UUID as text under {@link STREAM_KEY}, no schema. */
export const streamTopic = {
  name: "interlude.stream",
  version: 1,
  partitions: 1,
  cleanup: "compact",
  retentionMs: -1,
} as const satisfies Partial<Topic<unknown>>;
export const STREAM_KEY = "id";

/** Every topic that a namespace has on the broker. */
export const brokerTopics = [...catalogue, streamTopic];

const byName = new Map(catalogue.map((topic) => [topic.name, topic]));

/**
 * The topic of a logical name.
 * @throws RangeError for a name that the catalogue does not have
 */
export function topicNamed(name: string): Topic<unknown> {
  const topic = byName.get(name);
  if (topic === undefined) throw new RangeError(`No topic is named ${name} in the catalogue`);
  return topic;
}
