import { Module } from "@nestjs/common";
import { ArtistsRepository } from "./artists.repository.js";
import { FeedbackRepository } from "./feedback/feedback.repository.js";
import { ArtistFactsRepository } from "./facts/artist-facts.repository.js";
import { FactsReplica } from "./facts/facts-replica.service.js";
import { FeedbackService } from "./feedback/feedback.service.js";
import { JudgedPairsService } from "./feedback/judged-pairs.service.js";
import { ModelsRepository } from "./training/models.repository.js";
import { PairReport } from "./pairs/pair-report.js";
import { PairTotalsRepository } from "./pairs/pair-totals.repository.js";
import { PairsService } from "./pairs/pairs.service.js";
import { ScoredPairsRepository } from "./pairs/scored-pairs.repository.js";
import { EdgesRepository } from "./replica/edges.repository.js";
import { GraphReplica } from "./replica/graph-replica.service.js";
import { ReplicaStateRepository } from "./replica/replica-state.repository.js";
import { RescoringRepository } from "./rescoring/rescoring.repository.js";
import { RescoringService } from "./rescoring/rescoring.service.js";
import { ScoringThreads } from "./rescoring/scoring-threads.js";
import { ScoringController } from "./scoring.controller.js";
import { ScoringService } from "./scoring.service.js";
import { Trainer } from "./training/trainer.service.js";
import { TrainingService } from "./training/training.service.js";
import { TrainingsRepository } from "./training/trainings.repository.js";

@Module({
  controllers: [ScoringController],
  providers: [
    ScoringService,
    GraphReplica,
    TrainingService,
    Trainer,
    TrainingsRepository,
    PairsService,
    ArtistsRepository,
    ArtistFactsRepository,
    FactsReplica,
    EdgesRepository,
    ReplicaStateRepository,
    ModelsRepository,
    FeedbackRepository,
    FeedbackService,
    JudgedPairsService,
    ScoredPairsRepository,
    PairTotalsRepository,
    PairReport,
    RescoringService,
    RescoringRepository,
    ScoringThreads,
  ],
})
export class ScoringModule {}
