import type { CatalogArtist, DirtyArtist, GraphArtist, GraphDelta, Marker } from "@interlude/contracts";
import type { AdjacencyIndex, CollaborationGraph } from "@interlude/core-graph";
import type { AttributeCells, LinkModel, ModelComparison } from "@interlude/core-links";
import type {
  PostgresBackgroundContext,
  PostgresContext,
  PostgresEpochContext,
  Transaction,
} from "@interlude/infra-postgres";
import type { BackgroundProgress, StreamRecord } from "@interlude/stage";
import { Injectable } from "@nestjs/common";
import { ArtistsRepository } from "./artists.repository.js";
import { ArtistFactsRepository, type ChangedFacts } from "./facts/artist-facts.repository.js";
import { catalogueFactsOf, communityOf } from "./facts/facts-of-records.js";
import { FeedbackService } from "./feedback/feedback.service.js";
import { JudgedPairsService } from "./feedback/judged-pairs.service.js";
import { type PairTotals, PairTotalsRepository } from "./pairs/pair-totals.repository.js";
import type { FirstSeen } from "./pairs/pair-transition.js";
import { PairsService } from "./pairs/pairs.service.js";
import { GraphReplica } from "./replica/graph-replica.service.js";
import { ReplicaStateRepository } from "./replica/replica-state.repository.js";
import type { RescoringProgress } from "./rescoring/rescoring.repository.js";
import { RescoringService } from "./rescoring/rescoring.service.js";
import { type ModelInForce, TrainingService } from "./training/training.service.js";

/** What the status shows after an epoch. */
export interface ScoringSummary {
  /** null while changes of the graph are missing. */
  readonly edges: number | null;
  readonly pairs: PairTotals;
  /** Why there are no candidates, why they were all scored anew, or why they stay as they are; or null. */
  readonly note: string | null;
  /** The newest trained model against the one that was in use then; null if there is none. */
  readonly comparison: ModelComparison | null;
}

/** What the status shows after a step in the background. */
export interface BackgroundSummary {
  readonly progress: BackgroundProgress;
  /** Null if no rescoring goes on. */
  readonly rescoring: RescoringProgress | null;
  /** Null if no pair was looked at. */
  readonly pairs: PairTotals | null;
  /** Null unless a training was decided. */
  readonly decided: Pick<ScoringSummary, "note" | "comparison"> | null;
}

/** Scores the graph epoch by epoch. */
@Injectable()
export class ScoringService {
  constructor(
    private readonly replica: GraphReplica,
    private readonly replicaState: ReplicaStateRepository,
    private readonly artists: ArtistsRepository,
    private readonly facts: ArtistFactsRepository,
    private readonly training: TrainingService,
    private readonly pairs: PairsService,
    private readonly totals: PairTotalsRepository,
    private readonly feedback: FeedbackService,
    private readonly judgedPairs: JudgedPairsService,
    private readonly rescoring: RescoringService,
  ) {}

  async stageDeltas(records: readonly StreamRecord<GraphDelta>[], context: PostgresContext): Promise<void> {
    await this.replica.follow(context.transaction, valuesOf(records));
  }

  async stageArtists(records: readonly StreamRecord<GraphArtist>[], context: PostgresContext): Promise<void> {
    const names = new Map(records.map(({ key, value }) => [key, value?.name ?? null]));
    await this.artists.stageNames(context.transaction, names);
    const communities = new Map(records.map(({ key, value }) => [key, communityOf(value)]));
    await this.facts.stageCommunities(context.transaction, communities);
  }

  async stageCatalogue(
    records: readonly StreamRecord<CatalogArtist>[],
    context: PostgresContext,
  ): Promise<void> {
    const facts = new Map(records.map(({ key, value }) => [key, catalogueFactsOf(value)]));
    await this.facts.stageCatalogueFacts(context.transaction, facts);
  }

  async stageDirty(records: readonly StreamRecord<DirtyArtist>[], context: PostgresContext): Promise<void> {
    await this.artists.stageDirty(
      context.transaction,
      valuesOf(records).map(({ artist }) => artist),
    );
  }

  /**
   * Applies what the epoch staged, trains if it is due, and publishes the changes of the candidates that the epoch caused.
   * Under another model, and after a snapshot of the graph, all pairs are scored again: that is left to the background.
   * While changes of the graph are missing, candidates stay as they are; the snapshot that ends this calls for it.
   */
  async completeEpoch(
    { epoch, sequence, ts }: Marker,
    context: PostgresEpochContext,
  ): Promise<ScoringSummary> {
    const { transaction } = context;
    const renamed = await this.artists.applyNames(transaction);
    const withOtherFacts = await this.facts.applyStaged(transaction, epoch);
    const judged = await this.feedback.takeEffect(transaction, epoch);
    const dirty = [...(await this.artists.takeDirty(transaction)), ...judged];
    const replicaState = await this.replicaState.read(transaction);
    if (replicaState.missing) {
      context.postponeWithdrawals();
      const pairs = await this.totals.read(transaction);
      return { edges: null, pairs, note: missingNote(replicaState.version), comparison: null };
    }
    const graphState = await this.replica.advance(transaction, replicaState, context.nextStateId);
    const { graph, facts, cells, version: graphVersion } = graphState;
    // The marker counts in microseconds.
    const moment = { epoch, sequence, at: Math.floor(ts / 1000) };
    const inForce = await this.training.inForceFrom({ ...moment, graphVersion }, context);
    const { model, threshold } = inForce;
    if (replicaState.rescoreAll || inForce.isNew)
      await this.#rescoreAll(graph, inForce.isNew ? inForce.since : moment, model, transaction);
    const { adjacency } = graph;
    const now = { ...moment, graphVersion };
    const scoring = { graph, facts, cells, model, threshold, now, isEpoch: true };
    await this.pairs.rescore(
      affectedArtists(adjacency, cells, { dirty, withOtherFacts, renamed }),
      scoring,
      context,
    );
    await this.pairs.forgetOld(graphVersion, context);
    if ((await this.rescoring.progress(transaction)) !== null) context.postponeWithdrawals();
    await this.training.noteWhenDue({ epoch, graphVersion }, graphState, inForce, transaction);
    return {
      edges: adjacency.edgeCount,
      pairs: await this.totals.read(transaction),
      ...(await this.training.status(inForce, transaction)),
    };
  }

  /** Lets a new model take over if one is ready; has feedback take effect; does a step of the rescoring, if one goes on. */
  async stepInBackground(context: PostgresBackgroundContext): Promise<BackgroundSummary> {
    const { transaction } = context;
    const decided = await this.#decide(context);
    if (decided !== null) {
      const rescoring = await this.rescoring.progress(transaction);
      const status = await this.training.status(decided, transaction);
      return { progress: "more", rescoring, pairs: null, decided: status };
    }
    const haveChanged = await this.judgedPairs.step(context);
    const before = await this.rescoring.progress(transaction);
    if (before === null) {
      const pairs = haveChanged ? await this.totals.read(transaction) : null;
      return { progress: "done", rescoring: null, pairs, decided: null };
    }
    const progress = await this.rescoring.step(context);
    const rescoring = await this.rescoring.progress(transaction);
    return { progress, rescoring, pairs: await this.totals.read(transaction), decided: null };
  }

  /** Decides the training that takes over with the next epoch, if its fit is done. */
  async #decide(context: PostgresBackgroundContext): Promise<ModelInForce | null> {
    const { transaction, completed } = context;
    const replicaState = await this.replicaState.read(transaction);
    if (replicaState.missing) return null;
    const { version: graphVersion } = replicaState;
    const decided = await this.training.decideInBackground({ epoch: completed.epoch, graphVersion }, context);
    if (decided?.isNew === true) {
      const { graph } = await this.replica.present(transaction, replicaState);
      await this.#rescoreAll(graph, decided.since, decided.model, transaction);
    }
    return decided;
  }

  /** Has all pairs scored anew in the background. */
  async #rescoreAll(
    { adjacency }: CollaborationGraph,
    moment: FirstSeen,
    { id: modelId }: LinkModel,
    transaction: Transaction,
  ): Promise<void> {
    await this.rescoring.begin(transaction, moment, { modelId, total: adjacency.artistCount });
  }

  /** What the status says between two epochs, at the start of the process. */
  async status(source: Pick<Transaction, "query">): Promise<Pick<ScoringSummary, "note" | "comparison">> {
    const { missing, version } = await this.replicaState.read(source);
    const status = await this.training.storedStatus(source);
    return missing ? { ...status, note: missingNote(version) } : status;
  }

  /** Drops what memory holds ahead of the store. */
  rollback(): void {
    this.replica.invalidate();
  }
}

function valuesOf<Value>(records: readonly StreamRecord<Value>[]): Value[] {
  return records.flatMap(({ value }) => (value === null ? [] : [value]));
}

function missingNote(version: number): string {
  return (
    `waits for a snapshot of the graph: changes after its version ${version} did not come, so candidates stay as they ` +
    "are. The graph publishes one every three days; `interlude rebuild scoring` asks for one with the next epoch"
  );
}

/** Artists whose pairs to score again, by MBID. */
interface ChangedArtists {
  readonly dirty: readonly string[];
  readonly withOtherFacts: readonly ChangedFacts[];
  readonly renamed: readonly string[];
}

/**
 * Dirty artists, those of the graph's artists of whom facts changed or whose mates changed with these, and, since reasons
 * name shared collaborators, the neighbours of artists whose name changed.
 */
function affectedArtists(
  adjacency: AdjacencyIndex,
  cells: AttributeCells,
  { dirty, withOtherFacts, renamed }: ChangedArtists,
): Set<number> {
  const artists = new Set(dirty.map((mbid) => adjacency.intern(mbid)));
  const changes = withOtherFacts.map(({ artist: mbid, before }) => {
    // One that had genres had mates, and may be in no edge: its pairs are to be withdrawn although memory lacks it.
    const artist = before.genres.length > 0 ? adjacency.intern(mbid) : adjacency.mbids.find(mbid);
    return { artist, before };
  });
  for (const { artist } of changes) if (artist >= 0) artists.add(artist);
  for (const artist of cells.crossedBy(changes)) artists.add(artist);
  for (const mbid of renamed) {
    const artist = adjacency.mbids.find(mbid);
    if (artist < 0) continue;
    artists.add(artist);
    adjacency.forEachNeighbour(artist, (neighbour) => artists.add(neighbour));
  }
  return artists;
}
