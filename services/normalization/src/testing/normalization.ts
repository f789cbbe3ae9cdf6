import type { NormalizationSettings } from "../settings.js";
import { createDerivation } from "../derivation/create-derivation.js";
import { MirrorLoadsRepository } from "../mirror/load/mirror-loads.repository.js";
import { MirrorRepository } from "../mirror/mirror.repository.js";
import { NormalizationService } from "../normalization.service.js";
import { PublicationService } from "../publication.service.js";

/** The service as its module wires it, without a process around it. */
export function createNormalization(settings: NormalizationSettings): NormalizationService {
  const { state, derivation, collaborations, tracks, artists } = createDerivation(settings);
  return new NormalizationService(
    new MirrorRepository(),
    new MirrorLoadsRepository(),
    state,
    derivation,
    new PublicationService(artists, collaborations, tracks),
  );
}
