import type { AdjacencyIndex } from "@interlude/core-graph";
import type { PostgresBackgroundContext, Transaction } from "@interlude/infra-postgres";
import type { BackgroundProgress } from "@interlude/stage";
import { Injectable, Optional } from "@nestjs/common";
import type { Scoring } from "../pairs/pair-finder.js";
import type { FirstSeen } from "../pairs/pair-transition.js";
import { PairsService } from "../pairs/pairs.service.js";
import { ScoredPairsRepository } from "../pairs/scored-pairs.repository.js";
import { GraphReplica } from "../replica/graph-replica.service.js";
import { ReplicaStateRepository } from "../replica/replica-state.repository.js";
import { modelInUse } from "../training/in-use.js";
import { ModelsRepository } from "../training/models.repository.js";
import { ArtistOrder } from "./artist-order.js";
import { type Rescoring, type RescoringProgress, RescoringRepository } from "./rescoring.repository.js";

/** How long steps are. */
export interface RescoringPace {
  /** Artists between two looks at the clock. */
  readonly artists: number;
  /** After which a step ends: an epoch that is complete waits for it. */
  readonly milliseconds: number;
}

const PACE: RescoringPace = { artists: 2_000, milliseconds: 300 };

/**
 * Scores all pairs of the graph anew in the background, under a model that has come into use or after a snapshot of the
 * graph. Live work goes on meanwhile and scores with the model in use, too, so that a pair is right once both have met it.
 */
@Injectable()
export class RescoringService {
  /** The order in which the rescoring goes on, and of which one it is. */
  #order: { readonly of: number; readonly graph: AdjacencyIndex; readonly artists: ArtistOrder } | null =
    null;

  constructor(
    private readonly repository: RescoringRepository,
    private readonly replica: GraphReplica,
    private readonly replicaState: ReplicaStateRepository,
    private readonly models: ModelsRepository,
    private readonly pairs: PairsService,
    private readonly scoredPairs: ScoredPairsRepository,
    @Optional() private readonly pace: RescoringPace = PACE,
  ) {}

  /** Has all pairs scored anew from the completion of an epoch on; one that goes on begins again. */
  async begin(
    transaction: Transaction,
    moment: FirstSeen,
    of: { readonly modelId: string; readonly total: number },
  ): Promise<void> {
    await this.repository.begin(transaction, moment, of);
  }

  /** How far the rescoring is; null if none goes on. */
  progress(source: Pick<Transaction, "query">): Promise<RescoringProgress | null> {
    return this.repository.read(source);
  }

  /** Scores the pairs of the next artists, on the graph as it is now. Waits while changes of the graph are missing. */
  async step(context: PostgresBackgroundContext): Promise<BackgroundProgress> {
    const { transaction } = context;
    const rescoring = await this.repository.read(transaction);
    if (rescoring === null) return "done";
    const replicaState = await this.replicaState.read(transaction);
    if (replicaState.missing) return "done";
    const state = await this.models.state(transaction);
    const { graph, facts, cells, version } = await this.replica.present(transaction, replicaState);
    const { threshold } = state;
    const { model } = modelInUse(state, null);
    // What becomes a candidate now does so with the model. A row of a later epoch has been looked at with it already.
    const now = { ...rescoring.began, graphVersion: version };
    const scoring = { graph, facts, cells, model, threshold, now, isEpoch: false };
    if (await this.#advance(rescoring, scoring, context)) return "more";
    await this.repository.end(transaction);
    this.#order = null;
    // A snapshot that came meanwhile has all pairs scored once more.
    if (!replicaState.rescoreAll) await context.endRebuild();
    return "done";
  }

  /** Whether artists are left. */
  async #advance(
    { began, lastArtist }: Rescoring,
    scoring: Scoring,
    context: PostgresBackgroundContext,
  ): Promise<boolean> {
    const { adjacency } = scoring.graph;
    const order = this.#orderOf(began.epoch, adjacency);
    const until = performance.now() + this.pace.milliseconds;
    let [last, done] = [lastArtist, 0];
    for (;;) {
      const artists = order.after(last, this.pace.artists);
      const isLast = artists.length < this.pace.artists;
      const end = isLast ? null : adjacency.mbids.mbidOf(artists.at(-1)!);
      // Of artists that the graph has no more, too: their pairs are to be withdrawn.
      const stored = await this.scoredPairs.firstArtists(context.transaction, last, end);
      const all = new Set([...artists, ...stored.map((mbid) => adjacency.intern(mbid))]);
      await this.pairs.rescore(all, scoring, context, "first artists");
      if (end === null) return false;
      [last, done] = [end, done + artists.length];
      if (performance.now() < until) continue;
      await this.repository.advance(context.transaction, last, done);
      return true;
    }
  }

  /** Artists that come later are scored as live work: they need no place in it. */
  #orderOf(of: number, graph: AdjacencyIndex): ArtistOrder {
    if (this.#order?.of !== of || this.#order.graph !== graph) {
      this.#order = { of, graph, artists: new ArtistOrder(graph) };
    }
    return this.#order.artists;
  }
}
