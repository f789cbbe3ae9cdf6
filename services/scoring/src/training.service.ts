import { topics } from "@interlude/contracts";
import { type DatedEdge, type LinkModel, trainLinkModel } from "@interlude/core-links";
import type { PostgresContext } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { GraphState } from "./graph-replica.service.js";
import { linkModelCard } from "./link-model-card.js";
import { ModelsRepository, type ScoringState } from "./models.repository.js";

/** Training is tried again when the graph has grown or shrunk by this share since it was last tried. */
const CHANGE = 0.1;
/** More candidates an artist than this say that the model's date lies too far back: less change calls for training. */
const CANDIDATES_AN_ARTIST = 2;
const CHANGE_WHEN_CROWDED = 0.02;

/** The model to score with after an epoch. */
export interface Trained {
  readonly model: LinkModel | null;
  readonly edgesAtTraining: number;
  /** Why there is no newer model although training was tried, or null. */
  readonly problem: string | null;
}

/** Trains link models at markers, when the graph has changed enough: the same graph gives the same model. */
@Injectable()
export class TrainingService {
  constructor(private readonly models: ModelsRepository) {}

  /**
   * Trains when it is due, keeps and publishes the model; otherwise hands back the one in use. `candidates` is how
   * many stand before the epoch.
   */
  async trainWhenDue(
    state: ScoringState,
    { graph, version }: GraphState,
    { epoch, candidates }: { readonly epoch: number; readonly candidates: number },
    context: PostgresContext,
  ): Promise<Trained> {
    const edges = graph.adjacency.edgeCount;
    const crowded = candidates > CANDIDATES_AN_ARTIST * graph.adjacency.connectedArtistCount;
    if (!isDue(edges, state.edgesAtTraining, crowded)) {
      return { model: state.model, edgesAtTraining: state.edgesAtTraining, problem: null };
    }
    const dated: DatedEdge[] = [];
    graph.adjacency.forEachEdge((one, other, _weight, firstRecording) => {
      const [a, b] = [graph.adjacency.mbids.mbidOf(one), graph.adjacency.mbids.mbidOf(other)];
      dated.push(a < b ? { a, b, firstRecording } : { a: b, b: a, firstRecording });
    });
    const outcome = trainLinkModel(dated);
    if (outcome.kind !== "trained") {
      return { model: state.model, edgesAtTraining: edges, problem: outcome.reason };
    }
    const { model } = outcome;
    const at = { epoch, graphVersion: version };
    await this.models.addModel(context.transaction, model, at);
    await context.publish(topics.linkModels, model.id, linkModelCard(model, at));
    return { model, edgesAtTraining: edges, problem: null };
  }
}

/** Whether so many edges call for training, when it was last tried with so many. */
export function isDue(edges: number, edgesAtTraining: number, crowded: boolean): boolean {
  const change = crowded ? CHANGE_WHEN_CROWDED : CHANGE;
  return edges > 0 && Math.abs(edges - edgesAtTraining) >= change * edgesAtTraining;
}
