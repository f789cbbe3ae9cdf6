import { Module } from "@nestjs/common";
import { AcousticFeaturesRepository } from "./derivation/acoustic-features.repository.js";
import { ArtistIdentitiesRepository } from "./derivation/artist-identities.repository.js";
import { ArtistsRepository } from "./derivation/artists.repository.js";
import { CollaborationsRepository } from "./derivation/collaborations.repository.js";
import { CreditUsageRepository } from "./derivation/credit-usage.repository.js";
import { CreditsRepository } from "./derivation/credits.repository.js";
import { DerivationService } from "./derivation/derivation.service.js";
import { DerivationStateRepository } from "./derivation/derivation-state.repository.js";
import { PopularityRanksRepository } from "./derivation/popularity-ranks.repository.js";
import { RelationshipsRepository } from "./derivation/relationships.repository.js";
import { TracksRepository } from "./derivation/tracks.repository.js";
import { DirtyRepository } from "./dirty/dirty.repository.js";
import { FeaturesService } from "./features/features.service.js";
import { LowLevelFeaturesRepository } from "./features/low-level-features.repository.js";
import { PopularityRepository } from "./features/popularity.repository.js";
import { RecordingFeaturesRepository } from "./features/recording-features.repository.js";
import { TrackFeaturesRepository } from "./features/track-features.repository.js";
import { MirrorLoadsRepository } from "./mirror/load/mirror-loads.repository.js";
import { RetiredTables } from "./mirror/load/retired-tables.js";
import { MirrorRepository } from "./mirror/mirror.repository.js";
import { NormalizationController } from "./normalization.controller.js";
import { NormalizationService } from "./normalization.service.js";
import { PublicationService } from "./publication.service.js";

@Module({
  controllers: [NormalizationController],
  providers: [
    NormalizationService,
    PublicationService,
    DerivationService,
    MirrorRepository,
    MirrorLoadsRepository,
    RetiredTables,
    DirtyRepository,
    RecordingFeaturesRepository,
    PopularityRepository,
    FeaturesService,
    LowLevelFeaturesRepository,
    TrackFeaturesRepository,
    DerivationStateRepository,
    ArtistIdentitiesRepository,
    CreditUsageRepository,
    CreditsRepository,
    RelationshipsRepository,
    CollaborationsRepository,
    TracksRepository,
    AcousticFeaturesRepository,
    PopularityRanksRepository,
    ArtistsRepository,
  ],
})
export class NormalizationModule {}
