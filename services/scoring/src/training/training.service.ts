import { topics } from "@interlude/contracts";
import {
  type DecisionThreshold,
  type LinkModel,
  type ModelComparison,
  type Surprise,
  hasDrifted,
  isPriorModel,
  surpriseOf,
  worldOf,
} from "@interlude/core-links";
import type { PostgresContext, Transaction } from "@interlude/infra-postgres";
import { SETTINGS, StatusReporter } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { ArtistFactsRepository } from "../facts/artist-facts.repository.js";
import { FeedbackRepository } from "../feedback/feedback.repository.js";
import type { FirstSeen } from "../pairs/pair-transition.js";
import { EdgesRepository } from "../replica/edges.repository.js";
import type { GraphWithFacts } from "../replica/graph-replica.service.js";
import type { ScoringSettings } from "../settings.js";
import { decide } from "./decision.js";
import { dueCause } from "./due.js";
import { type ModelInUse, modelInUse } from "./in-use.js";
import { type ModelDecision, linkModelCard } from "./link-model-card.js";
import { ModelsRepository } from "./models.repository.js";
import { statusNote } from "./status-note.js";
import { type FitOutcome, type OpenTraining, TrainingsRepository } from "./trainings.repository.js";

/** The model in force, and whether it or its operating point came into force just now. */
export interface ModelInForce extends ModelInUse {
  readonly isNew: boolean;
  /** The marker after which it did, if it did: the one before its first epoch, whenever its fit was done. */
  readonly since: FirstSeen;
}

/** An epoch, and the version of the graph at its end. */
interface EpochEnd {
  readonly epoch: number;
  readonly graphVersion: number;
}

type TrainingSettings = Pick<
  ScoringSettings,
  "operatingPoint" | "takeoverEpochs" | "trainingEpochs" | "trainingLabels"
>;

/**
 * Decides when link models are trained and which one is in force. The end of an epoch only notes a training and the later
 * epoch with which the model takes over; it is fitted beside the stream, on the graph as it was then. So no packet waits for
 * a fit before the takeover, and which model scores an epoch does not depend on how long a fit takes.
 */
@Injectable()
export class TrainingService {
  constructor(
    private readonly models: ModelsRepository,
    private readonly trainings: TrainingsRepository,
    private readonly edges: EdgesRepository,
    private readonly facts: ArtistFactsRepository,
    private readonly feedback: FeedbackRepository,
    private readonly reporter: StatusReporter,
    @Inject(SETTINGS) private readonly settings: TrainingSettings,
  ) {}

  /**
   * The model that scores an epoch, in the transaction that completes it. A training that takes over with the epoch is
   * decided, and waited for if its fit is late: nowhere else does the stream wait for one.
   */
  async inForceFrom(at: EpochEnd & FirstSeen, context: PostgresContext): Promise<ModelInForce> {
    const before = await this.models.state(context.transaction);
    const open = await this.trainings.open(context.transaction);
    if (open !== null && open.takesOverAtEpoch <= at.epoch) {
      const inUse = modelInUse(before, this.settings.operatingPoint);
      await this.#decide(open, await this.#untilFitted(open, context.transaction), inUse.model, context);
    }
    const inForce = await this.#inForce(before, at, context);
    await this.models.saveMarker(context.transaction, at);
    // Before the first epoch there was no marker.
    return { ...inForce, since: before.marker ?? at };
  }

  /**
   * Decides a training between two epochs, if it takes over with the next one and its fit is done.
   * @returns the model in force; null if nothing was decided
   */
  async decideInBackground(
    { epoch, graphVersion }: EpochEnd,
    context: PostgresContext,
  ): Promise<ModelInForce | null> {
    const { transaction } = context;
    const open = await this.trainings.open(transaction);
    if (open === null || open.takesOverAtEpoch > epoch + 1) return null;
    const outcome = await this.trainings.outcomes.of(transaction, open.id);
    if (outcome === null) return null;
    const before = await this.models.state(transaction);
    await this.#decide(open, outcome, modelInUse(before, this.settings.operatingPoint).model, context);
    const inForce = await this.#inForce(before, { epoch, graphVersion }, context);
    return { ...inForce, since: before.marker! };
  }

  /** What the status says of the models as they are stored; nothing before the first epoch. */
  async storedStatus(source: Pick<Transaction, "query">): ReturnType<TrainingService["status"]> {
    const state = await this.models.state(source);
    if (state.model === null) return { note: null, comparison: null };
    return this.status(modelInUse(state, this.settings.operatingPoint), source);
  }

  /** What the status says of the models. */
  async status(
    inUse: ModelInUse,
    source: Pick<Transaction, "query">,
  ): Promise<{ readonly note: string | null; readonly comparison: ModelComparison | null }> {
    const { operatingPoint } = this.settings;
    const [open, decided] = [await this.trainings.open(source), await this.trainings.newestDecided(source)];
    return {
      note: statusNote({ inUse, open, decided, operatingPoint }),
      comparison: decided?.comparison ?? null,
    };
  }

  /**
   * Notes a training as of the end of an epoch, if one is due and none is open.
   * @param graph as it is then
   */
  async noteWhenDue(
    { epoch, graphVersion }: EpochEnd,
    graph: GraphWithFacts,
    { model, refused }: ModelInUse,
    transaction: Transaction,
  ): Promise<void> {
    const surprise = await this.#surpriseBy(graph, model, transaction);
    if ((await this.trainings.open(transaction)) !== null) return;
    const { edgesAtTraining } = await this.models.state(transaction);
    const edges = graph.graph.adjacency.edgeCount;
    const newest = await this.trainings.outcomes.newestEpoch(transaction);
    const cause = dueCause(
      {
        edges,
        edgesAtTraining,
        epochs: newest === null ? null : epoch - newest,
        newLabels: await this.feedback.changesSince(transaction, newest ?? 0),
        isModelRefused: refused !== null,
        hasDrifted: hasDrifted(surprise, model),
      },
      this.settings,
    );
    if (cause === null) return;
    const wait = isPriorModel(model) ? 1 : this.settings.takeoverEpochs;
    const noted = { epoch, graphVersion, takesOverAtEpoch: epoch + wait, cause };
    await this.#forgetSuperseded(transaction);
    await this.trainings.note(transaction, noted, model);
    await this.models.saveTried(transaction, edges);
  }

  /** Adds how much the collaborations of the epoch surprise the model to what is known of those before. */
  async #surpriseBy(
    { graph, facts }: GraphWithFacts,
    model: LinkModel,
    transaction: Transaction,
  ): Promise<Surprise> {
    const { surprise: before } = await this.models.state(transaction);
    const { adjacency } = graph;
    const { mbids } = adjacency;
    const added = (await this.edges.takeAdded(transaction))
      .map((edge) => [mbids.find(edge.artist_a), mbids.find(edge.artist_b)] as const)
      .filter(([a, b]) => a >= 0 && b >= 0 && adjacency.hasEdge(a, b));
    if (added.length === 0) return before;
    const now = surpriseOf(worldOf(graph, model.asOf, facts), model, added);
    const surprise = {
      pairs: before.pairs + now.pairs,
      loss: before.loss + now.loss,
      squares: before.squares + now.squares,
    };
    await this.models.saveSurprise(transaction, surprise);
    return surprise;
  }

  #untilFitted({ id, epoch, takesOverAtEpoch }: OpenTraining, transaction: Transaction): Promise<FitOutcome> {
    const note = `epoch ${takesOverAtEpoch} waits for the fit of the model that is to score it, trained as of epoch ${epoch}`;
    return this.trainings.outcomes.wait(transaction, id, () => this.reporter.setNote(note));
  }

  /** Lets the new model take over, or keeps the reason why the one in use stays. */
  async #decide(
    open: OpenTraining,
    outcome: FitOutcome,
    champion: LinkModel,
    context: PostgresContext,
  ): Promise<void> {
    const { transaction } = context;
    const decision = decide(outcome, champion);
    const challenger = decision.kind === "refused" ? decision.challenger : decision;
    const [code, reason] = decision.kind === "refused" ? [decision.code, decision.reason] : [null, null];
    if (challenger !== null)
      await this.#add(challenger.model, { ...open, ...challenger, refusal: reason }, context);
    if (decision.kind === "takes-over") {
      await this.models.saveInUse(transaction, { model: decision.model, threshold: null });
      await this.models.saveSurprise(transaction, { pairs: 0, loss: 0, squares: 0 });
    }
    await this.trainings.decide(transaction, open.id, {
      modelId: challenger?.model.id ?? null,
      comparison: challenger?.comparison ?? null,
      code,
      reason,
    });
    await this.#forgetSuperseded(transaction);
  }

  /** Forgets what was kept aside for a training. */
  async #forgetSuperseded(transaction: Transaction): Promise<void> {
    await this.edges.forgetSuperseded(transaction);
    await this.facts.forgetSuperseded(transaction);
  }

  /** Reads what is in force by now, and saves what of it is not what was stored. */
  async #inForce(
    before: Awaited<ReturnType<ModelsRepository["state"]>>,
    { epoch, graphVersion }: EpochEnd,
    context: PostgresContext,
  ): Promise<Omit<ModelInForce, "since">> {
    const state = await this.models.state(context.transaction);
    const inUse = modelInUse(state, this.settings.operatingPoint);
    if (inUse.model.id !== state.model?.id) {
      const decision = { epoch, graphVersion, takesOverAtEpoch: epoch, comparison: null, refusal: null };
      await this.#add(inUse.model, decision, context);
    }
    const isNew = inUse.model.id !== before.model?.id || !isSame(inUse.threshold, before.threshold);
    if (isNew) await this.models.saveInUse(context.transaction, inUse);
    return { ...inUse, isNew };
  }

  async #add(model: LinkModel, decision: ModelDecision, context: PostgresContext): Promise<void> {
    const isNew = await this.models.addModel(context.transaction, model, decision);
    const card = linkModelCard(model, decision);
    if (isNew) await context.publish(topics.linkModels, topics.linkModels.keyOf(card), card);
  }
}

function isSame(x: DecisionThreshold | null, y: DecisionThreshold | null): boolean {
  return x?.operatingPoint === y?.operatingPoint && x?.probability === y?.probability;
}
