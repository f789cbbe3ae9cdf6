import type { Database } from "@interlude/infra-postgres";
import type { CollaborationGraph } from "@interlude/core-graph";
import type { BenchNamespace } from "../../bench-namespace.js";
import type { EdgeList } from "../../graph/edge-list.js";
import { WatchedService } from "../../processes/watched-service.js";
import { GraphTopics } from "./graph-topics.js";
import { PACKET_ROWS, applyPacket } from "./packet-edits.js";

const PACKETS = 3;

/** One packet, by the clock. */
export interface PacketMeasurement {
  readonly edges: number;
  readonly dirtyArtists: number;
  /** From its first record in the topics to the commit of its candidates. */
  readonly seconds: number;
  /** Of it, what the end of the epoch took: graph, scores, candidates, outbox. */
  readonly derivingSeconds: number;
}

/** The service on one graph. */
export interface LoadMeasurement {
  readonly artists: number;
  readonly edges: number;
  /** From the start of the process to the commit of the first epoch, which has the whole graph. */
  readonly firstLoadSeconds: number;
  /** From then on until a trained model was in use, or was refused. */
  readonly trainingSeconds: number;
  /** From then on until all pairs had been scored with it. */
  readonly rescoringSeconds: number;
  /** What is stored after the rescoring: pairs by status. */
  readonly scoredPairs: Readonly<Record<string, number>>;
  readonly packetRows: number;
  readonly packets: readonly PacketMeasurement[];
  /** The packet in the middle. */
  readonly packetSeconds: number;
  readonly serviceMaxRssBytes: number;
}

/**
 * Starts scoring as in a deployment, on an empty schema, with a graph in its topics; then sends it packets.
 * @param parts the graph, in parts that no edge joins
 * @param changed the first of them, which the packets change
 * @throws ProgramError if the service ends by itself
 */
export async function measureLoad(
  namespace: BenchNamespace,
  parts: readonly EdgeList[],
  changed: CollaborationGraph,
  onStep: (line: string) => void,
): Promise<LoadMeasurement> {
  const [log, database] = [namespace.openLog(), namespace.openDatabase()];
  try {
    const topics = new GraphTopics({ log, codec: await namespace.openCodec() });
    onStep("the graph into the topics");
    await topics.load(parts);
    onStep("first load");
    const service = new WatchedService("scoring", await namespace.scoring());
    try {
      await service.until(() => service.epochs.length > 0);
      const loadedAt = service.epochs[0]!.completedAt;
      onStep("training");
      await service.until(() => isNone(database, "scoring.trainings where state in ('pending', 'fitted')"));
      const trainedAt = Date.now();
      onStep("rescoring");
      await service.until(() => isNone(database, "scoring.rescoring"));
      const rescoredAt = Date.now();
      const scoredPairs = await pairsByStatus(database);
      const packets: PacketMeasurement[] = [];
      for (let number = 1; number <= PACKETS; number += 1) {
        onStep(`packet ${number}`);
        const packet = applyPacket(changed, number);
        const sentAt = Date.now();
        await topics.packet(packet);
        await service.until(() => service.epochs.length > number);
        const { completedAt, derivingMilliseconds } = service.epochs[number]!;
        packets.push({
          edges: packet.edits.length,
          dirtyArtists: packet.dirty.length,
          seconds: (completedAt - sentAt) / 1000,
          derivingSeconds: derivingMilliseconds / 1000,
        });
      }
      await service.end();
      return {
        artists: parts.reduce((sum, { mbids }) => sum + mbids.length, 0),
        edges: parts.reduce((sum, { weights }) => sum + weights.length, 0),
        firstLoadSeconds: (loadedAt - service.startedAt) / 1000,
        trainingSeconds: (trainedAt - loadedAt) / 1000,
        rescoringSeconds: (rescoredAt - trainedAt) / 1000,
        scoredPairs,
        packetRows: PACKET_ROWS,
        packets,
        packetSeconds: packets.map(({ seconds }) => seconds).sort((x, y) => x - y)[PACKETS >> 1]!,
        serviceMaxRssBytes: service.usage().maxRssBytes,
      };
    } catch (error) {
      await service.end();
      throw error;
    }
  } finally {
    await database.close();
    await log.close();
  }
}

async function isNone(database: Database, rows: string): Promise<boolean> {
  return (await database.query(`select from ${rows} limit 1`)).length === 0;
}

async function pairsByStatus(database: Database): Promise<Record<string, number>> {
  const rows = await database.query<{ status: string; count: number }>(
    "select status, count(*) as count from scoring.scored_pairs group by status order by status",
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status.toLowerCase(), count]));
}
