import { topics } from "@interlude/contracts";
import { type DatedEdge, type LinkModel, hasKnownFeatures, trainLinkModel } from "@interlude/core-links";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { linkModelCard } from "./link-model-card.js";
import { ModelsRepository, type ScoringState } from "./models.repository.js";
import type { GraphState } from "./replica/graph-replica.service.js";

/** Training is tried again when the graph has grown or shrunk by this share since it was last tried. */
const CHANGE = 0.1;
/** More candidates an artist than this mean that the model's date lies too far back: less change calls for training. */
const MOST_CANDIDATES_AN_ARTIST = 2;
const CHANGE_WITH_TOO_MANY_CANDIDATES = 0.02;

/** The model to score with after an epoch. */
export interface Trained {
  /** Null before the first training that succeeds. */
  readonly model: LinkModel | null;
  readonly edgesAtTraining: number;
  /** Why there is no newer model although training was tried, or null. */
  readonly problem: string | null;
  /** The stored model, if it has other features than this build computes and so cannot be served; otherwise null. */
  readonly outdated: LinkModel | null;
}

/** Trains link models at markers, when the graph has changed enough: the same graph gives the same model. */
@Injectable()
export class TrainingService {
  constructor(private readonly models: ModelsRepository) {}

  /**
   * Trains when it is due, stores and publishes the model; otherwise returns the one in use. A stored model of other
   * features than this build computes is never served: training is due whatever has changed, and without enough to
   * learn from there is no model. `candidates` is how many there are before the epoch.
   */
  async trainWhenDue(
    state: ScoringState,
    { graph, version }: GraphState,
    { epoch, candidates }: { readonly epoch: number; readonly candidates: number },
    context: PostgresContext,
  ): Promise<Trained> {
    const { adjacency } = graph;
    const edges = adjacency.edgeCount;
    const outdated = state.model === null || hasKnownFeatures(state.model) ? null : state.model;
    const model = outdated === null ? state.model : null;
    const tooManyCandidates = candidates > MOST_CANDIDATES_AN_ARTIST * adjacency.connectedArtistCount;
    if (outdated === null && !isDue(edges, state.edgesAtTraining, tooManyCandidates)) {
      return { model, edgesAtTraining: state.edgesAtTraining, problem: null, outdated };
    }
    const dated: DatedEdge[] = [];
    adjacency.forEachEdge((one, other, _weight, firstRecording) => {
      const [a, b] = [adjacency.mbids.mbidOf(one), adjacency.mbids.mbidOf(other)];
      dated.push(a < b ? { a, b, firstRecording } : { a: b, b: a, firstRecording });
    });
    const outcome = trainLinkModel(dated);
    if (outcome.kind !== "trained") {
      return { model, edgesAtTraining: edges, problem: outcome.reason, outdated };
    }
    const at = { epoch, graphVersion: version };
    await this.models.addModel(context.transaction, outcome.model, at);
    const card = linkModelCard(outcome.model, at);
    await context.publish(topics.linkModels, topics.linkModels.keyOf(card), card);
    return { model: outcome.model, edgesAtTraining: edges, problem: null, outdated };
  }
}

/** Whether a number of edges calls for training, given how many there were when it was last tried. */
export function isDue(edges: number, edgesAtTraining: number, tooManyCandidates: boolean): boolean {
  const change = tooManyCandidates ? CHANGE_WITH_TOO_MANY_CANDIDATES : CHANGE;
  return edges > 0 && Math.abs(edges - edgesAtTraining) >= change * edgesAtTraining;
}
