import {
  type GraphDelta,
  MARKER_HEADER,
  type ServiceName,
  type Topic,
  catalogue,
  topics,
} from "@interlude/contracts";
import {
  type CheckResult,
  type Queries,
  type TopicOrder,
  type TopicReport,
  checkOrder,
  compareNewestMarkers,
  topicOrder,
} from "@interlude/infra-checks";
import type { Namespace } from "@interlude/infra-local";
import { completedEpochs } from "@interlude/infra-postgres/checks";
import { verifyGenerationTopics } from "@interlude/service-generation/checks";
import { foldDeltas, verifyGraphTopics } from "@interlude/service-graph/checks";
import { ingestedTotals, verifyEpochsTopic } from "@interlude/service-ingestion/checks";
import { verifyCatalogueTopics } from "@interlude/service-normalization/checks";
import { verifyScoringTopics } from "@interlude/service-scoring/checks";
import { type Codec, latestByKey } from "@interlude/stage";
import { type Cut, type CutReport, onConsistentCut } from "../../deployment/consistent-cut.js";

/** What was found in the topics of a namespace. */
export interface TopicsReport {
  readonly order: readonly TopicOrder[];
  /** What the topics say against what the stages keep. */
  readonly results: readonly CheckResult[];
}

/** Whether nothing is wrong with the topics. */
export function isInOrder({ order, results }: TopicsReport): boolean {
  return (
    order.every(({ violations }) => violations === 0) && results.every(({ differences }) => differences === 0)
  );
}

/**
 * Reads every topic as it is on the broker: the order of each partition, whether each ends with the marker of the epoch
 * that its producer has completed, and whether the newest values are what the producer keeps. All of it as of one completed
 * epoch, also while the stream goes on.
 * @throws CommandError `CUT_NOT_REACHED`
 */
export function verifyTopics(namespace: Namespace, report?: CutReport): Promise<TopicsReport> {
  return onConsistentCut(namespace, verify, report);
}

async function verify(cut: Cut): Promise<TopicsReport> {
  const { log, codec, database, epoch: newestEpoch } = cut;
  const reports = await checkOrder({ log, codec, topics: catalogue, newestEpoch });
  return {
    order: reports.map(topicOrder),
    results: [await compareMarkers(database, reports), ...(await compareNewestValues(cut))],
  };
}

async function compareMarkers(database: Queries, reports: readonly TopicReport[]): Promise<CheckResult> {
  const completed: Map<ServiceName, number> = await completedEpochs(database);
  completed.set("ingestion", (await ingestedTotals(database)).epoch);
  const marked = catalogue.filter(({ markers }) => markers);
  const expected = new Map(
    marked.map(({ name, producer, partitions }) => [name, { epoch: completed.get(producer)!, partitions }]),
  );
  return compareNewestMarkers(reports, expected);
}

/** One topic's values are held at a time, or those of a service. */
async function compareNewestValues({ log, codec, database }: Cut): Promise<CheckResult[]> {
  const latest = <Value>(topic: Topic<Value>): Promise<Map<string, Value>> => latestByKey(log, codec, topic);
  return [
    await verifyEpochsTopic(database, await latest(topics.epochs)),
    ...(await verifyCatalogueTopics(database, {
      artists: await latest(topics.catalogArtists),
      tracks: await latest(topics.catalogTracks),
      collaborations: await latest(topics.catalogCollaborations),
    })),
    ...(await verifyGraphTopics(database, {
      artists: await latest(topics.graphArtists),
      deltas: await foldDeltas(graphDeltas(log, codec)),
    })),
    ...(await verifyScoringTopics(database, {
      candidates: await latest(topics.candidates),
      models: await latest(topics.linkModels),
    })),
    ...(await verifyGenerationTopics(database, {
      tracks: await latest(topics.syntheticTracks),
      models: await latest(topics.generationModels),
    })),
  ];
}

async function* graphDeltas(log: Cut["log"], codec: Codec): AsyncGenerator<GraphDelta> {
  for await (const record of log.read([topics.graphDeltas.name])) {
    if (record.value !== null && record.headers[MARKER_HEADER] === undefined) {
      yield* await codec.decodeItems(topics.graphDeltas, record.value);
    }
  }
}
