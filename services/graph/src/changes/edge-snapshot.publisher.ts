import { type GraphDelta, topics } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { EdgesRepository } from "../loading/edges.repository.js";
import { GraphStateRepository, type StoredState } from "../memory/graph-state.repository.js";

/** In place of artists at the end of a snapshot. */
const NONE = "00000000-0000-0000-0000-000000000000";

/**
 * Publishes every edge as a snapshot in `graph.deltas`, for readers that miss changes: that topic forgets them after a
 * week. Readers in step ignore it.
 */
@Injectable()
export class EdgeSnapshotPublisher {
  constructor(
    private readonly edges: EdgesRepository,
    private readonly state: GraphStateRepository,
  ) {}

  /** Publishes a snapshot of the version that the tables have now, if one was due before the epoch. */
  async publishIfDue({ snapshotDue }: StoredState, version: number, context: PostgresContext): Promise<void> {
    if (!snapshotDue) return;
    let count = 0;
    for await (const edge of this.edges.all(context.transaction)) {
      const { artist_a: artistA, artist_b: artistB, weight, first_recording: firstRecording } = edge;
      const item = { artistA, artistB, weight, firstRecording };
      await publish(context, { graphVersion: version, kind: "snapshotEdge", ...item });
      count += 1;
    }
    const end = { artistA: NONE, artistB: NONE, weight: count, firstRecording: 0 };
    await publish(context, { graphVersion: version, kind: "snapshotEnd", ...end });
    await this.state.saveSnapshotPublished(context.transaction);
  }
}

function publish(context: PostgresContext, item: GraphDelta): Promise<void> {
  return context.publish(topics.graphDeltas, topics.graphDeltas.keyOf(item), item);
}
