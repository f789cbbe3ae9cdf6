import type { FittedConditions } from "../conditions/conditions.js";
import type { CategoryCopulas } from "../copula/category-copulas.js";
import type { LatentMixtures } from "../latent/latent-mixtures.js";
import type { ConditionalNetwork } from "../network/index.js";
import type { FittedSpace } from "../table/fitted-space.js";
import type { RankKnots } from "../table/rank-knots.js";

/** Samples a conditional VAE: latents from the aggregated posterior, then a draw of p(x | z, condition). */
export interface VaeSampler {
  readonly kind: "vae";
  readonly network: ConditionalNetwork;
  readonly latents: LatentMixtures;
  /** From the scores that the network draws to those of the training rows, a coordinate each. */
  readonly outputMap: readonly RankKnots[];
}

/** Samples a Gaussian copula a category: the baseline, and what serves until a VAE has passed the gates. */
export interface CopulaSampler {
  readonly kind: "copula";
  readonly copulas: CategoryCopulas;
}

export type GeneratorKind = (VaeSampler | CopulaSampler)["kind"];

/** What decides the rows that a generator draws; plain data. */
export interface GeneratorParts {
  readonly space: FittedSpace;
  readonly conditions: FittedConditions;
  readonly sampler: VaeSampler | CopulaSampler;
}

/** A generator of rows of a table given their conditions: it draws the same rows on every machine. */
export interface TrackGenerator extends GeneratorParts {
  /** SHA-256 of the parts, in hexadecimal. */
  readonly id: string;
  readonly kind: GeneratorKind;
}
