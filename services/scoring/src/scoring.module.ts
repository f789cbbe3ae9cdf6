import { type DynamicModule, Module } from "@nestjs/common";
import { CandidatesRepository } from "./candidates.repository.js";
import { CandidatesService } from "./candidates.service.js";
import { GraphRepository } from "./graph.repository.js";
import { GraphReplica } from "./graph-replica.service.js";
import { ModelsRepository } from "./models.repository.js";
import { SCORING_CONFIGURATION, type ScoringConfiguration } from "./scoring-configuration.js";
import { ScoringController } from "./scoring.controller.js";
import { ScoringService } from "./scoring.service.js";
import { TrainingService } from "./training.service.js";

@Module({})
export class ScoringModule {
  static register(configuration: ScoringConfiguration): DynamicModule {
    return {
      module: ScoringModule,
      controllers: [ScoringController],
      providers: [
        { provide: SCORING_CONFIGURATION, useValue: configuration },
        ScoringService,
        GraphReplica,
        TrainingService,
        CandidatesService,
        GraphRepository,
        ModelsRepository,
        CandidatesRepository,
      ],
    };
  }
}
