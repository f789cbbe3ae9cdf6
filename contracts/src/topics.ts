import type { SchemaName } from "./generated/schemas.js";
import { type TableChanges, type TableName, tablePartitions } from "./generated/tables.js";
import type * as value from "./generated/types.js";
import { SERVICES, type ServiceName, type Topic } from "./topic.js";

const DAY = 24 * 60 * 60 * 1000;

type Definition = Pick<Topic<unknown>, "key" | "producer"> & Partial<Omit<Topic<unknown>, "__value">>;

/** A topic whose records are kept for some days: changes, in order. */
function logTopic<Value>(name: SchemaName, definition: Definition): Topic<Value> {
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
function bulkTopic<Item>(name: SchemaName, key: string, partitions = 4): Topic<Item> {
  return logTopic(name, { key, producer: "ingestion", version: 2, partitions, batched: true });
}

/** A topic that keeps the newest value per key, for ever; a tombstone takes the key away. */
function compactedTopic<Value>(name: SchemaName, definition: Definition): Topic<Value> {
  return logTopic(name, {
    cleanup: "compact",
    retentionMs: -1,
    compatibility: "FULL_TRANSITIVE",
    ...definition,
  });
}

function deadLetterTopic(service: ServiceName): Topic<value.DeadLetter> {
  const definition: Definition = {
    key: "key of the record or row that could not be processed",
    producer: service,
    partitions: 1,
    retentionMs: 365 * DAY,
    markers: false,
  };
  return { ...logTopic<value.DeadLetter>("dead-letter", definition), name: `${service}.dead-letters` };
}

/**
 * Changes of MusicBrainz tables, by the table's name: those that `schemas/musicbrainz/tables.json` gives partitions.
 * All rows of one aggregate root share a partition.
 */
export const tableTopics = Object.fromEntries(
  Object.entries(tablePartitions).map(([table, partitions]) => [
    table,
    bulkTopic(
      `musicbrainz.${table as TableName}`,
      "aggregate root of the row, for example artist:12",
      partitions,
    ),
  ]),
) as { readonly [Table in TableName]: Topic<TableChanges[Table]> };

/** Every other topic of the system. No other file names one. */
export const topics = {
  packets: compactedTopic<value.PacketState>("musicbrainz.packets", {
    key: "epoch",
    producer: "ingestion",
    partitions: 1,
    markers: false,
  }),
  ingestionStatus: compactedTopic<value.IngestionStatus>("ingestion.status", {
    key: "always ingestion",
    producer: "ingestion",
    partitions: 1,
    markers: false,
  }),
  highLevelDocuments: bulkTopic<value.HighLevelDocument>("acousticbrainz.highlevel", "recording MBID"),
  lowLevelFeatures: bulkTopic<value.LowLevelFeatures>("acousticbrainz.lowlevel", "recording MBID"),
  popularitySignals: bulkTopic<value.PopularitySignal>("popularity.signals", "provider:entity:id"),
  trackFeatures: bulkTopic<value.TrackFeatures>("popularity.track-features", "provider:id"),
  catalogArtists: compactedTopic<value.CatalogArtist>("catalog.artists", {
    key: "artist MBID",
    producer: "normalization",
  }),
  catalogCollaborations: compactedTopic<value.CatalogCollaboration>("catalog.collaborations", {
    key: "the two artist MBIDs in order, a:b",
    producer: "normalization",
  }),
  catalogTracks: compactedTopic<value.CatalogTrack>("catalog.tracks", {
    key: "recording MBID",
    producer: "normalization",
  }),
  graphDeltas: logTopic<value.GraphDelta>("graph.deltas", {
    key: "the two artist MBIDs of the first change, in order, a:b",
    producer: "graph",
    partitions: 1,
    version: 2,
    batched: true,
  }),
  graphArtists: compactedTopic<value.GraphArtist>("graph.artists", {
    key: "artist MBID",
    producer: "graph",
    version: 2,
  }),
  graphDirty: logTopic<value.DirtyArtist>("graph.dirty", {
    key: "MBID of the first artist; all of them have the partition of their own MBIDs",
    producer: "graph",
    version: 2,
    batched: true,
  }),
  candidates: compactedTopic<value.CandidateCollaboration>("candidate-collaborations", {
    key: "the two artist MBIDs in order, a:b",
    producer: "scoring",
  }),
  linkModels: compactedTopic<value.LinkModelCard>("link-models", {
    key: "model id",
    producer: "scoring",
    partitions: 1,
  }),
  syntheticTracks: compactedTopic<value.SyntheticTrack>("synthetic-tracks", {
    key: "the two artist MBIDs in order and the sample number, a:b:n",
    producer: "generation",
  }),
  generationModels: compactedTopic<value.GenerationModelCard>("generation-models", {
    key: "model id",
    producer: "generation",
    partitions: 1,
  }),
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

const byName = new Map(catalogue.map((topic) => [topic.name, topic]));

/** The topic of a logical name. Throws for a name that the catalogue does not have. */
export function topicNamed(name: string): Topic<unknown> {
  const topic = byName.get(name);
  if (topic === undefined) throw new RangeError(`No topic is named ${name} in the catalogue`);
  return topic;
}

/** Key of a pair of artists: the two MBIDs in order. */
export function pairKey(one: string, other: string): string {
  return one < other ? `${one}:${other}` : `${other}:${one}`;
}
