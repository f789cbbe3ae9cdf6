import type { NormalizationSettings } from "../settings.js";
import { createDerivation } from "../derivation/create-derivation.js";
import { PopularityRepository } from "../inputs/popularity.repository.js";
import { RecordingFeaturesRepository } from "../inputs/recording-features.repository.js";
import { MirrorLoadsRepository } from "../mirror/load/mirror-loads.repository.js";
import { MirrorRepository } from "../mirror/mirror.repository.js";
import { NormalizationService } from "../normalization.service.js";
import { PublicationService } from "../publication.service.js";

/** The service as its module wires it, without a process around it. */
export function createNormalization(settings: NormalizationSettings): NormalizationService {
  const { state, dirty, derivation, collaborations, tracks, artists } = createDerivation(settings);
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
