import type { DirtyArtist, GraphArtist, GraphDelta, Marker } from "@interlude/contracts";
import type { AdjacencyIndex } from "@interlude/core-graph";
import { type CandidateGate, type LinkModel, earnedPoint, setGate } from "@interlude/core-links";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import { Inject, Injectable } from "@nestjs/common";
import { CandidatesRepository } from "./candidates.repository.js";
import { CandidatesService } from "./candidates.service.js";
import { GraphRepository } from "./graph.repository.js";
import { GraphReplica } from "./graph-replica.service.js";
import { ModelsRepository, type ScoringState } from "./models.repository.js";
import { SCORING_CONFIGURATION, type ScoringConfiguration } from "./scoring-configuration.js";
import { type Trained, TrainingService } from "./training.service.js";

/** What to show of an epoch. */
export interface ScoringSummary {
  readonly edges: number;
  readonly candidates: number;
  /** Why there are no candidates, or null. */
  readonly note: string | null;
}

/** Scores the graph epoch by epoch. */
@Injectable()
export class ScoringService {
  constructor(
    private readonly replica: GraphReplica,
    private readonly graph: GraphRepository,
    private readonly models: ModelsRepository,
    private readonly training: TrainingService,
    private readonly candidates: CandidatesService,
    private readonly stored: CandidatesRepository,
    @Inject(SCORING_CONFIGURATION) private readonly configuration: ScoringConfiguration,
  ) {}

  async stageDeltas(records: readonly StreamRecord<GraphDelta>[], context: PostgresContext): Promise<void> {
    await this.graph.stageDeltas(context.transaction, valuesOf(records));
  }

  async stageArtists(records: readonly StreamRecord<GraphArtist>[], context: PostgresContext): Promise<void> {
    const names = new Map(records.map(({ key, value }) => [key, value?.name ?? null]));
    await this.graph.stageNames(context.transaction, names);
  }

  async stageDirty(records: readonly StreamRecord<DirtyArtist>[], context: PostgresContext): Promise<void> {
    await this.graph.stageDirty(
      context.transaction,
      valuesOf(records).map(({ artist }) => artist),
    );
  }

  /** Applies what the epoch said, trains when it is due, and publishes what became of the candidates. */
  async completeEpoch({ epoch }: Marker, context: PostgresContext): Promise<ScoringSummary> {
    const { transaction } = context;
    const state = await this.models.state(transaction);
    const graphState = await this.replica.advance(transaction, state.graphVersion);
    const { adjacency } = graphState.graph;
    const renamed = await this.graph.applyNames(transaction);
    const dirty = await this.graph.takeDirty(transaction);
    const trained = await this.training.trainWhenDue(
      state,
      graphState,
      { epoch, candidates: await this.stored.count(transaction) },
      context,
    );
    const { model } = trained;
    const gate = model === null ? null : this.gateFor(model, state, adjacency);
    await this.models.saveState(transaction, {
      graphVersion: graphState.version,
      model,
      gate,
      edgesAtTraining: trained.edgesAtTraining,
    });
    if (model !== null) {
      const everything = model.id !== state.model?.id || gate?.name !== state.gate?.name;
      const artists = everything ? allArtists(adjacency) : artistsToLookAt(adjacency, dirty, renamed);
      await this.candidates.rescore(
        artists,
        { adjacency, graphVersion: graphState.version, model, gate },
        context,
      );
    }
    return {
      edges: adjacency.edgeCount,
      candidates: await this.stored.count(transaction),
      note: this.noteOf(trained, gate?.name),
    };
  }

  /** Drops what memory holds ahead of the store. */
  forget(): void {
    this.replica.forget();
  }

  /** The gate in use, or one set anew where the model or the point to gate with is another. */
  private gateFor(model: LinkModel, state: ScoringState, adjacency: AdjacencyIndex): CandidateGate | null {
    const point = earnedPoint(model, this.configuration.gate);
    const inUse = model.id === state.model?.id && point?.name === state.gate?.name;
    return inUse ? state.gate : setGate(adjacency, model, point);
  }

  private noteOf({ model, problem }: Trained, gate: string | undefined): string | null {
    if (model === null) return `no candidates yet: ${problem ?? "no collaborations to learn from"}`;
    if (gate !== undefined) return null;
    const wanted = this.configuration.gate ?? "prevalence-80 or balanced-80";
    return `no candidates: model ${model.id} has not earned ${wanted} on held-out collaborations`;
  }
}

function valuesOf<Value>(records: readonly StreamRecord<Value>[]): Value[] {
  return records.flatMap(({ value }) => (value === null ? [] : [value]));
}

function allArtists(adjacency: AdjacencyIndex): Iterable<number> {
  return Array.from({ length: adjacency.artistCount }, (_, id) => id);
}

/** Dirty artists; and since reasons name shared collaborators, whoever works with an artist of another name. */
function artistsToLookAt(
  adjacency: AdjacencyIndex,
  dirty: readonly string[],
  renamed: readonly string[],
): Set<number> {
  const artists = new Set(dirty.map((mbid) => adjacency.intern(mbid)));
  for (const mbid of renamed) {
    const artist = adjacency.mbids.find(mbid);
    if (artist < 0) continue;
    artists.add(artist);
    adjacency.forEachNeighbour(artist, (neighbour) => artists.add(neighbour));
  }
  return artists;
}
