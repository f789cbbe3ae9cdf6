import type { CandidateCollaboration, Marker } from "@interlude/contracts";
import type { Database, PostgresContext, Transaction } from "@interlude/infra-postgres";
import { StatusReporter } from "@interlude/infra-runtime";
import { readSettings } from "@interlude/infra-runtime/settings";
import { ArtistsRepository } from "../artists.repository.js";
import { FeedbackRepository } from "../feedback/feedback.repository.js";
import { FeedbackService } from "../feedback/feedback.service.js";
import { JudgedPairsService } from "../feedback/judged-pairs.service.js";
import { ModelsRepository } from "../training/models.repository.js";
import { ArtistFactsRepository } from "../facts/artist-facts.repository.js";
import { FactsReplica } from "../facts/facts-replica.service.js";
import { type PairTotals, PairTotalsRepository } from "../pairs/pair-totals.repository.js";
import { PairsService } from "../pairs/pairs.service.js";
import { withoutMoments } from "../pairs/published-candidate.js";
import { ScoredPairsRepository } from "../pairs/scored-pairs.repository.js";
import { RescoringRepository } from "../rescoring/rescoring.repository.js";
import { type RescoringPace, RescoringService } from "../rescoring/rescoring.service.js";
import type { ScoringThreads } from "../rescoring/scoring-threads.js";
import { EdgesRepository } from "../replica/edges.repository.js";
import { GraphReplica } from "../replica/graph-replica.service.js";
import { ReplicaStateRepository } from "../replica/replica-state.repository.js";
import { type BackgroundSummary, ScoringService, type ScoringSummary } from "../scoring.service.js";
import { type ScoringSettings, settings } from "../settings.js";
import type { fitLinkModel } from "../training/fit-thread.js";
import { Trainer } from "../training/trainer.service.js";
import { TrainingService } from "../training/training.service.js";
import { TrainingsRepository } from "../training/trainings.repository.js";
import type { GraphEpoch } from "./graph-stage.js";
import {
  type Recording,
  type TestDatabase,
  recordedEpoch,
  recordedStep,
  recordingContext,
} from "@interlude/infra-testing";

/** A scoring service without Nest, as after a start of the process. */
export function scoringService(
  options: Partial<ScoringSettings> & {
    edges?: EdgesRepository;
    training?: Pick<
      TrainingService,
      "inForceFrom" | "decideInBackground" | "noteWhenDue" | "status" | "storedStatus"
    >;
    pace?: RescoringPace;
    scoringThreads?: ScoringThreads;
  } = {},
): ScoringService {
  const artists = new ArtistsRepository();
  const facts = new ArtistFactsRepository();
  const states = new ReplicaStateRepository();
  const totals = new PairTotalsRepository();
  const feedback = new FeedbackRepository();
  const repository = new ScoredPairsRepository();
  const scored = new PairsService(repository, totals, artists, feedback, options.scoringThreads);
  const replica = new GraphReplica(options.edges ?? new EdgesRepository(), states, new FactsReplica(facts));
  const models = new ModelsRepository();
  const judging = new FeedbackService(feedback);
  return new ScoringService(
    replica,
    states,
    artists,
    facts,
    (options.training as TrainingService | undefined) ?? trainingService(options),
    scored,
    totals,
    judging,
    new JudgedPairsService(judging, replica, states, models, scored),
    new RescoringService(
      new RescoringRepository(),
      replica,
      states,
      models,
      scored,
      repository,
      options.pace,
    ),
  );
}

/** Training without Nest. */
export function trainingService(options: Partial<ScoringSettings> = {}): TrainingService {
  return new TrainingService(
    new ModelsRepository(),
    new TrainingsRepository(),
    new EdgesRepository(),
    new ArtistFactsRepository(),
    new FeedbackRepository(),
    new StatusReporter(),
    { ...readSettings(settings, {}), ...options },
  );
}

/** A trainer of one replica, without Nest. */
export function trainer(test: Pick<TestDatabase, "database" | "url">, fit?: typeof fitLinkModel): Trainer {
  const logger = { info: () => {}, warn: () => {}, error: () => {} };
  return new Trainer(
    test.database,
    new TrainingsRepository(),
    { databaseUrl: test.url, feedbackWeight: 1 },
    logger,
    fit,
  );
}

function markerOf(epoch: number): Marker {
  return { epoch, sequence: epoch, kind: "packet", producedBy: "graph", ts: 1_000_456 * epoch };
}

/** Runs one epoch in a transaction, and what it leaves to the background. */
export async function runEpoch(
  database: Database,
  service: ScoringService,
  options: { epoch: number; records: GraphEpoch; recording: Recording },
): Promise<ScoringSummary> {
  const summary = await completeEpoch(database, service, options);
  const pairs = await finishInBackground(database, service, options.recording);
  return pairs === null ? summary : { ...summary, pairs };
}

/** Takes a part of an epoch's records, in a transaction of its own. */
export function stageRecords(
  database: Database,
  service: ScoringService,
  records: GraphEpoch,
  recording: Recording,
): Promise<void> {
  return database.transaction((transaction) =>
    stage(service, records, recordingContext(transaction, recording)),
  );
}

/** Runs one epoch in a transaction, and leaves to the background what it leaves to it. */
export function completeEpoch(
  database: Database,
  service: ScoringService,
  options: { epoch: number; records: GraphEpoch; recording: Recording },
): Promise<ScoringSummary> {
  return database.transaction((transaction) => runIn(transaction, service, options));
}

/** Does a step in the background. */
export function stepInBackground(
  database: Database,
  service: ScoringService,
  recording: Recording,
): Promise<BackgroundSummary> {
  return database.transaction((transaction) =>
    recordedStep(transaction, recording, (context) => service.stepInBackground(context)),
  );
}

/** Does a step in the background whose transaction is lost at the last moment. */
export async function undoneStep(database: Database, service: ScoringService): Promise<void> {
  const recording: Recording = { published: [], rejected: [] };
  await losing(database, (transaction) =>
    recordedStep(transaction, recording, (context) => service.stepInBackground(context)),
  );
  service.rollback();
}

/** Does steps in the background until there is nothing left to do; how many pairs there are if that was a rescoring. */
export async function finishInBackground(
  database: Database,
  service: ScoringService,
  recording: Recording,
): Promise<PairTotals | null> {
  for (;;) {
    const { progress, pairs } = await stepInBackground(database, service, recording);
    if (progress === "done") return pairs;
  }
}

/** Runs one epoch whose transaction is lost at the last moment. */
export async function undoneEpoch(
  database: Database,
  service: ScoringService,
  { epoch, records }: { epoch: number; records: GraphEpoch },
): Promise<void> {
  const recording: Recording = { published: [], rejected: [] };
  await losing(database, (transaction) => runIn(transaction, service, { epoch, records, recording }));
  service.rollback();
}

async function losing(
  database: Database,
  work: (transaction: Transaction) => Promise<unknown>,
): Promise<void> {
  const message = "lost at commit";
  const lost = database.transactionOnce(async (transaction) => {
    await work(transaction);
    throw new Error(message);
  });
  await lost.catch((error: unknown) => {
    if ((error as Error).message !== message) throw error;
  });
}

async function runIn(
  transaction: Transaction,
  service: ScoringService,
  { epoch, records, recording }: { epoch: number; records: GraphEpoch; recording: Recording },
): Promise<ScoringSummary> {
  return recordedEpoch(transaction, recording, async (context) => {
    await stage(service, records, context);
    return service.completeEpoch(markerOf(epoch), context);
  });
}

async function stage(
  service: ScoringService,
  { deltas, artists, catalogue, dirty }: GraphEpoch,
  context: PostgresContext,
): Promise<void> {
  await service.stageDeltas(deltas, context);
  await service.stageArtists(artists, context);
  await service.stageCatalogue(catalogue ?? [], context);
  await service.stageDirty(dirty, context);
}

/** Empties the schema's tables. */
export async function resetScoring(database: Database): Promise<void> {
  await database.query(
    `truncate edges, removed_edges, superseded_edges, superseded_artist_facts, added_edges, epoch_states, artists, staged_artists, artist_facts,
       staged_artist_facts, staged_dirty, scored_pairs, scored_pair_totals, rescoring, models, scoring_state, trainings, staged_feedback,
       feedback`,
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
