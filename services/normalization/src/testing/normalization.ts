import type { NormalizationConfiguration } from "../configuration.js";
import { AcousticFeaturesRepository } from "../derivation/acoustic-features.repository.js";
import { ArtistIdentitiesRepository } from "../derivation/artist-identities.repository.js";
import { ArtistsRepository } from "../derivation/artists.repository.js";
import { CollaborationsRepository } from "../derivation/collaborations.repository.js";
import { CreditUsageRepository } from "../derivation/credit-usage.repository.js";
import { CreditsRepository } from "../derivation/credits.repository.js";
import { DerivationService } from "../derivation/derivation.service.js";
import { DerivationStateRepository } from "../derivation/derivation-state.repository.js";
import { RelationshipsRepository } from "../derivation/relationships.repository.js";
import { TracksRepository } from "../derivation/tracks.repository.js";
import { DirtyRepository } from "../dirty/dirty.repository.js";
import { PopularityRepository } from "../inputs/popularity.repository.js";
import { RecordingFeaturesRepository } from "../inputs/recording-features.repository.js";
import { MirrorLoadsRepository } from "../mirror/load/mirror-loads.repository.js";
import { MirrorRepository } from "../mirror/mirror.repository.js";
import { NormalizationService } from "../normalization.service.js";
import { PublicationService } from "../publication.service.js";

/** The service as its module wires it, without a process around it. */
export function createNormalization(configuration: NormalizationConfiguration): NormalizationService {
  const state = new DerivationStateRepository(configuration);
  const dirty = new DirtyRepository();
  const collaborations = new CollaborationsRepository();
  const tracks = new TracksRepository();
  const artists = new ArtistsRepository();
  const derivation = new DerivationService(
    state,
    dirty,
    new ArtistIdentitiesRepository(),
    new CreditUsageRepository(),
    new CreditsRepository(),
    new RelationshipsRepository(configuration),
    collaborations,
    tracks,
    new AcousticFeaturesRepository(),
    artists,
  );
  return new NormalizationService(
    new MirrorRepository(),
    new MirrorLoadsRepository(),
    new RecordingFeaturesRepository(),
    new PopularityRepository(),
    dirty,
    state,
    derivation,
    new PublicationService(artists, collaborations, tracks),
  );
}
