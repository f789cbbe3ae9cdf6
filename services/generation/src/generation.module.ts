import { Module } from "@nestjs/common";
import { GenerationController } from "./generation.controller.js";
import { GenerationService } from "./generation.service.js";
import { ArtistProfilesRepository } from "./inputs/artist-profiles.repository.js";
import { ArtistsRepository } from "./inputs/artists.repository.js";
import { CandidatesRepository } from "./inputs/candidates.repository.js";
import { CollaboratorsRepository } from "./inputs/collaborators.repository.js";
import { TracksRepository } from "./inputs/tracks.repository.js";
import { ConditioningFeaturesRepository } from "./models/conditioning-features.repository.js";
import { ModelsRepository } from "./models/models.repository.js";
import { TrackModelService } from "./models/track-model.service.js";
import { TrackModelTrainer } from "./models/track-model.trainer.js";
import { SyntheticTracksRepository } from "./tracks/synthetic-tracks.repository.js";
import { SyntheticTracksService } from "./tracks/synthetic-tracks.service.js";
import { TotalsRepository } from "./totals.repository.js";

@Module({
  controllers: [GenerationController],
  providers: [
    GenerationService,
    TrackModelService,
    TrackModelTrainer,
    SyntheticTracksService,
    TracksRepository,
    ArtistProfilesRepository,
    ArtistsRepository,
    CollaboratorsRepository,
    CandidatesRepository,
    ConditioningFeaturesRepository,
    ModelsRepository,
    SyntheticTracksRepository,
    TotalsRepository,
  ],
})
export class GenerationModule {}
