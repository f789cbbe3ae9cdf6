import type { NormalizationSettings } from "../settings.js";
import { DirtyRepository } from "../dirty/dirty.repository.js";
import { AcousticFeaturesRepository } from "./acoustic-features.repository.js";
import { ArtistIdentitiesRepository } from "./artist-identities.repository.js";
import { ArtistsRepository } from "./artists.repository.js";
import { CollaborationsRepository } from "./collaborations.repository.js";
import { CreditUsageRepository } from "./credit-usage.repository.js";
import { CreditsRepository } from "./credits.repository.js";
import { DerivationService } from "./derivation.service.js";
import { DerivationStateRepository } from "./derivation-state.repository.js";
import { PopularityRanksRepository } from "./popularity-ranks.repository.js";
import { RelationshipsRepository } from "./relationships.repository.js";
import { TracksRepository } from "./tracks.repository.js";

/** The derivation as the service's module wires it, without a module: for an operator's command or a test. */
export function createDerivation(settings: NormalizationSettings) {
  const state = new DerivationStateRepository(settings);
  const collaborations = new CollaborationsRepository();
  const tracks = new TracksRepository();
  const artists = new ArtistsRepository();
  const derivation = new DerivationService(
    state,
    new DirtyRepository(),
    new ArtistIdentitiesRepository(),
    new CreditUsageRepository(),
    new CreditsRepository(),
    new RelationshipsRepository(settings),
    collaborations,
    tracks,
    new AcousticFeaturesRepository(),
    new PopularityRanksRepository(),
    artists,
  );
  return { state, derivation, collaborations, tracks, artists };
}
