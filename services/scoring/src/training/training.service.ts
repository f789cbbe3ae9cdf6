import { topics } from "@interlude/contracts";
import { type LinkModel, selectDecisionThreshold, trainChallenger } from "@interlude/core-links";
import type { PostgresContext } from "@interlude/infra-postgres";
import { SETTINGS } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import type { GraphWithFacts } from "../replica/graph-replica.service.js";
import type { ScoringSettings } from "../settings.js";
import { decide } from "./decision.js";
import { type ModelInUse, modelInUse } from "./in-use.js";
import { type ModelDecision, linkModelCard } from "./link-model-card.js";
import { ModelsRepository, type ScoringState } from "./models.repository.js";

/** Training is tried again when the graph has grown or shrunk by this share since it was last tried. */
const CHANGE = 0.1;
/** More candidates an artist than this mean that the model's date lies too far back: less change calls for training. */
const MOST_CANDIDATES_AN_ARTIST = 2;
const CHANGE_WITH_TOO_MANY_CANDIDATES = 0.02;

/** The model to score with after an epoch. */
export interface Trained extends ModelInUse {
  readonly edgesAtTraining: number;
  /** Why there is no newer model although training was tried, or null. */
  readonly problem: string | null;
}

/** Trains link models at markers, when the graph has changed enough: the same graph gives the same model. */
@Injectable()
export class TrainingService {
  constructor(
    private readonly models: ModelsRepository,
    @Inject(SETTINGS) private readonly settings: Pick<ScoringSettings, "operatingPoint">,
  ) {}

  /**
   * Trains when it is due, stores and publishes the model; otherwise returns the one in use. A stored model that cannot be
   * served makes training due whatever has changed. `candidates` is how many there are before the epoch.
   */
  async trainWhenDue(
    state: ScoringState,
    { graph, facts, version }: GraphWithFacts,
    { epoch, candidates }: { readonly epoch: number; readonly candidates: number },
    context: PostgresContext,
  ): Promise<Trained> {
    const { adjacency } = graph;
    const edges = adjacency.edgeCount;
    const inUse = modelInUse(state, this.settings.operatingPoint);
    const at = { epoch, graphVersion: version, takesOverAtEpoch: epoch };
    if (inUse.model.id !== state.model?.id) {
      await this.#add(inUse.model, { ...at, comparison: null, refusal: null }, context);
    }
    const tooManyCandidates = candidates > MOST_CANDIDATES_AN_ARTIST * adjacency.connectedArtistCount;
    if (inUse.refused === null && !isDue(edges, state.edgesAtTraining, tooManyCandidates)) {
      return { ...inUse, edgesAtTraining: state.edgesAtTraining, problem: null };
    }
    const decision = decide(trainChallenger(graph, facts, inUse.model), inUse.model);
    if (decision.kind === "refused") {
      const { challenger, reason } = decision;
      if (challenger !== null)
        await this.#add(challenger.model, { ...at, ...challenger, refusal: reason }, context);
      return { ...inUse, edgesAtTraining: edges, problem: reason };
    }
    const { model, comparison } = decision;
    await this.#add(model, { ...at, comparison, refusal: null }, context);
    const threshold = selectDecisionThreshold(model, this.settings.operatingPoint ?? undefined);
    return { ...inUse, model, threshold, edgesAtTraining: edges, problem: null };
  }

  async #add(model: LinkModel, decision: ModelDecision, context: PostgresContext): Promise<void> {
    const isNew = await this.models.addModel(context.transaction, model, decision);
    const card = linkModelCard(model, decision);
    if (isNew) await context.publish(topics.linkModels, topics.linkModels.keyOf(card), card);
  }
}

/** Whether a number of edges calls for training, given how many there were when it was last tried. */
export function isDue(edges: number, edgesAtTraining: number, tooManyCandidates: boolean): boolean {
  const change = tooManyCandidates ? CHANGE_WITH_TOO_MANY_CANDIDATES : CHANGE;
  return edges > 0 && Math.abs(edges - edgesAtTraining) >= change * edgesAtTraining;
}
