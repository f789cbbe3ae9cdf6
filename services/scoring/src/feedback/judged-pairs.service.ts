import type { PostgresBackgroundContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { PairsService } from "../pairs/pairs.service.js";
import { GraphReplica } from "../replica/graph-replica.service.js";
import { ReplicaStateRepository } from "../replica/replica-state.repository.js";
import { modelInUse } from "../training/in-use.js";
import { ModelsRepository } from "../training/models.repository.js";
import { FeedbackService } from "./feedback.service.js";

/** Has feedback take effect between two epochs: on a quiet stream the next one may be hours away. */
@Injectable()
export class JudgedPairsService {
  constructor(
    private readonly feedback: FeedbackService,
    private readonly replica: GraphReplica,
    private readonly replicaState: ReplicaStateRepository,
    private readonly models: ModelsRepository,
    private readonly pairs: PairsService,
  ) {}

  /**
   * Puts what came into force and looks at its pairs again. Waits while changes of the graph are missing. Returns
   * whether any did.
   */
  async step(context: PostgresBackgroundContext): Promise<boolean> {
    const { transaction, completed } = context;
    const replicaState = await this.replicaState.read(transaction);
    const state = await this.models.state(transaction);
    const { marker } = state;
    if (replicaState.missing || marker === null) return false;
    const judged = await this.feedback.takeEffect(transaction, completed.epoch + 1);
    if (judged.length === 0) return false;
    const present = await this.replica.present(transaction, replicaState);
    const { graph, facts, cells, version: graphVersion } = present;
    const now = { ...marker, graphVersion };
    const { model } = modelInUse(state, null);
    const scoring = { graph, facts, cells, model, threshold: state.threshold, now, isEpoch: false };
    const artists = judged.map((mbid) => graph.adjacency.intern(mbid));
    await this.pairs.rescore(artists, scoring, context);
    return true;
  }
}
