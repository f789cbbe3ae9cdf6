import { Module } from "@nestjs/common";
import { ArtistsRepository } from "./artists.repository.js";
import { CandidatesRepository } from "./candidates.repository.js";
import { CandidatesService } from "./candidates.service.js";
import { FeedbackRepository } from "./feedback/feedback.repository.js";
import { ArtistFactsRepository } from "./facts/artist-facts.repository.js";
import { FactsReplica } from "./facts/facts-replica.service.js";
import { FeedbackService } from "./feedback/feedback.service.js";
import { ModelsRepository } from "./training/models.repository.js";
import { EdgesRepository } from "./replica/edges.repository.js";
import { GraphReplica } from "./replica/graph-replica.service.js";
import { ReplicaStateRepository } from "./replica/replica-state.repository.js";
import { ScoringController } from "./scoring.controller.js";
import { ScoringService } from "./scoring.service.js";
import { TrainingService } from "./training/training.service.js";

@Module({
  controllers: [ScoringController],
  providers: [
    ScoringService,
    GraphReplica,
    TrainingService,
    CandidatesService,
    ArtistsRepository,
    ArtistFactsRepository,
    FactsReplica,
    EdgesRepository,
    ReplicaStateRepository,
    ModelsRepository,
    CandidatesRepository,
    FeedbackRepository,
    FeedbackService,
  ],
})
export class ScoringModule {}
