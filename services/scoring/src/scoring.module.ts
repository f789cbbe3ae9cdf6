import { Module } from "@nestjs/common";
import { CandidatesRepository } from "./candidates.repository.js";
import { CandidatesService } from "./candidates.service.js";
import { GraphRepository } from "./graph.repository.js";
import { GraphReplica } from "./graph-replica.service.js";
import { ModelsRepository } from "./models.repository.js";
import { ScoringController } from "./scoring.controller.js";
import { ScoringService } from "./scoring.service.js";
import { TrainingService } from "./training.service.js";

@Module({
  controllers: [ScoringController],
  providers: [
    ScoringService,
    GraphReplica,
    TrainingService,
    CandidatesService,
    GraphRepository,
    ModelsRepository,
    CandidatesRepository,
  ],
})
export class ScoringModule {}
