import type { CandidateCollaboration, Marker } from "@interlude/contracts";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { ArtistsRepository } from "../artists.repository.js";
import { FeedbackRepository } from "../feedback/feedback.repository.js";
import { FeedbackService } from "../feedback/feedback.service.js";
import { ModelsRepository } from "../training/models.repository.js";
import { ArtistFactsRepository } from "../facts/artist-facts.repository.js";
import { FactsReplica } from "../facts/facts-replica.service.js";
import { PairTotalsRepository } from "../pairs/pair-totals.repository.js";
import { PairsService } from "../pairs/pairs.service.js";
import { withoutMoments } from "../pairs/published-candidate.js";
import { ScoredPairsRepository } from "../pairs/scored-pairs.repository.js";
import { EdgesRepository } from "../replica/edges.repository.js";
import { GraphReplica } from "../replica/graph-replica.service.js";
import { ReplicaStateRepository } from "../replica/replica-state.repository.js";
import { ScoringService, type ScoringSummary } from "../scoring.service.js";
import type { ScoringSettings } from "../settings.js";
import { TrainingService } from "../training/training.service.js";
import type { GraphEpoch } from "./graph-stage.js";
import { type Recording, recordedEpoch } from "@interlude/infra-testing";

/** A scoring service without Nest, as after a start of the process. */
export function scoringService(
  options: Partial<ScoringSettings> & {
    edges?: EdgesRepository;
    training?: Pick<TrainingService, "trainWhenDue">;
  } = {},
): ScoringService {
  const artists = new ArtistsRepository();
  const facts = new ArtistFactsRepository();
  const states = new ReplicaStateRepository();
  const models = new ModelsRepository();
  const totals = new PairTotalsRepository();
  const settings = { operatingPoint: options.operatingPoint ?? null };
  return new ScoringService(
    new GraphReplica(options.edges ?? new EdgesRepository(), states, new FactsReplica(facts)),
    states,
    artists,
    facts,
    models,
    (options.training as TrainingService | undefined) ?? new TrainingService(models, settings),
    new PairsService(new ScoredPairsRepository(), totals, artists),
    totals,
    new FeedbackService(new FeedbackRepository()),
    settings,
  );
}

function markerOf(epoch: number): Marker {
  return { epoch, sequence: epoch, kind: "packet", producedBy: "graph", ts: 0 };
}

/** Runs one epoch in a transaction. */
export function runEpoch(
  database: Database,
  service: ScoringService,
  { epoch, records, recording }: { epoch: number; records: GraphEpoch; recording: Recording },
): Promise<ScoringSummary> {
  return database.transaction((transaction) => runIn(transaction, service, { epoch, records, recording }));
}

/** Runs one epoch whose transaction is lost at the last moment. */
export async function undoneEpoch(
  database: Database,
  service: ScoringService,
  { epoch, records }: { epoch: number; records: GraphEpoch },
): Promise<void> {
  const recording: Recording = { published: [], rejected: [] };
  await database
    .transactionOnce(async (transaction) => {
      await runIn(transaction, service, { epoch, records, recording });
      throw new Error("lost at commit");
    })
    .catch((error: unknown) => {
      if ((error as Error).message !== "lost at commit") throw error;
    });
  service.rollback();
}

async function runIn(
  transaction: Transaction,
  service: ScoringService,
  { epoch, records, recording }: { epoch: number; records: GraphEpoch; recording: Recording },
): Promise<ScoringSummary> {
  return recordedEpoch(transaction, recording, async (context) => {
    await service.stageDeltas(records.deltas, context);
    await service.stageArtists(records.artists, context);
    await service.stageCatalogue(records.catalogue ?? [], context);
    await service.stageDirty(records.dirty, context);
    return service.completeEpoch(markerOf(epoch), context);
  });
}

/** Empties the schema's tables. */
export async function resetScoring(database: Database): Promise<void> {
  await database.query(
    `truncate edges, removed_edges, epoch_states, artists, staged_artists, artist_facts, staged_artist_facts, staged_dirty, scored_pairs,
       scored_pair_totals, models,
       scoring_state, staged_feedback, feedback`,
  );
  await database.query("insert into scoring_state default values");
  await database.query("update stage_state set state_id = gen_random_uuid()");
}

/** Newest candidate per pair of what was published, without what says when. */
export function foldedCandidates({ published }: Recording): Map<string, object> {
  const state = new Map<string, object>();
  for (const { topic, key, value } of published) {
    if (topic !== "candidate-collaborations") continue;
    if (value === null) state.delete(key);
    else state.set(key, withoutMoments(value as CandidateCollaboration));
  }
  return state;
}
