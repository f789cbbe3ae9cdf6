import {
  type CandidateFeedback,
  type CatalogArtist,
  type DirtyArtist,
  type GraphArtist,
  type GraphDelta,
  type Marker,
  topics,
} from "@interlude/contracts";
import {
  Database,
  type PostgresBackgroundContext,
  type PostgresContext,
  type PostgresEpochContext,
} from "@interlude/infra-postgres";
import type { ModelComparison } from "@interlude/core-links";
import { StatusReporter } from "@interlude/infra-runtime";
import {
  type BackgroundProgress,
  OnBackground,
  OnEpoch,
  OnRecords,
  OnRollback,
  type StreamRecord,
} from "@interlude/stage";
import { Controller, type OnModuleInit } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import { FeedbackService } from "./feedback/feedback.service.js";
import { PairReport } from "./pairs/pair-report.js";
import { ScoringService } from "./scoring.service.js";

@Controller()
export class ScoringController implements OnModuleInit {
  constructor(
    private readonly scoring: ScoringService,
    private readonly feedback: FeedbackService,
    private readonly reporter: StatusReporter,
    private readonly pairReport: PairReport,
    private readonly database: Database,
  ) {}

  async onModuleInit(): Promise<void> {
    const { note, comparison } = await this.scoring.status(this.database);
    this.reporter.setNote(note);
    this.#compare(comparison);
  }

  @OnRecords(topics.graphDeltas)
  stageDeltas(
    @Payload() records: readonly StreamRecord<GraphDelta>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.scoring.stageDeltas(records, context);
  }

  @OnRecords(topics.graphArtists)
  stageArtists(
    @Payload() records: readonly StreamRecord<GraphArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.scoring.stageArtists(records, context);
  }

  @OnRecords(topics.catalogArtists)
  stageCatalogue(
    @Payload() records: readonly StreamRecord<CatalogArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.scoring.stageCatalogue(records, context);
  }

  @OnRecords(topics.graphDirty)
  stageDirty(
    @Payload() records: readonly StreamRecord<DirtyArtist>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.scoring.stageDirty(records, context);
  }

  @OnRecords(topics.candidateFeedback)
  stageFeedback(
    @Payload() records: readonly StreamRecord<CandidateFeedback>[],
    @Ctx() context: PostgresContext,
  ): Promise<void> {
    return this.feedback.stage(records, context);
  }

  @OnEpoch()
  async completeEpoch(@Payload() marker: Marker, @Ctx() context: PostgresEpochContext): Promise<void> {
    const { note, edges, pairs, comparison } = await this.scoring.completeEpoch(marker, context);
    this.reporter.setNote(note);
    this.#compare(comparison);
    if (edges !== null) this.reporter.setTotal("edges", edges);
    this.pairReport.update(pairs);
    await this.#countFeedback(context);
  }

  @OnBackground()
  async stepInBackground(@Ctx() context: PostgresBackgroundContext): Promise<BackgroundProgress> {
    const { progress, rescoring, pairs, decided } = await this.scoring.stepInBackground(context);
    if (decided !== null) {
      this.reporter.setNote(decided.note);
      this.#compare(decided.comparison);
    }
    this.reporter.setTotal("artists to rescore", rescoring === null ? 0 : rescoring.total - rescoring.done);
    if (pairs !== null) {
      this.pairReport.update(pairs);
      await this.#countFeedback(context);
    }
    return progress;
  }

  @OnRollback()
  rollback(): void {
    this.scoring.rollback();
  }

  async #countFeedback({ transaction }: PostgresContext): Promise<void> {
    const { accepted, rejected } = await this.feedback.counts(transaction);
    this.reporter.setTotal("pairs accepted by readers", accepted);
    this.reporter.setTotal("pairs rejected by readers", rejected);
  }

  /** Shows how the newest trained model did against the one that was in use. */
  #compare(comparison: ModelComparison | null): void {
    if (comparison === null) return;
    const rounded = (share: number): number => Math.round(share * 10_000) / 10_000;
    this.reporter.setTotal("champion's average precision", rounded(comparison.champion.averagePrecision));
    this.reporter.setTotal("challenger's average precision", rounded(comparison.challenger.averagePrecision));
  }
}
