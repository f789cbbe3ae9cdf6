import { type Matrix, columnOf } from "@interlude/core-numerics";
import type { ConditionRow, FittedConditions } from "../conditions/conditions.js";
import { type DiagonalGaussians, fitLatentMixtures } from "../latent/latent-mixtures.js";
import { type ConditionalNetwork, priorOf } from "../network/index.js";
import { keyedRandom } from "../random.js";
import type { FittedSpace } from "../table/fitted-space.js";
import { type RankKnots, fitRankKnots } from "../table/rank-knots.js";
import { groupsOf } from "./fit-copula-generator.js";
import type { GeneratorParts, TrackGenerator, VaeSampler } from "./generator.js";
import { compileSampler } from "./sampler.js";
import { buildGenerator } from "./serialize-generator.js";

/** A trained network with what the second stage is fitted to. */
export interface NetworkWithPosterior {
  readonly network: ConditionalNetwork;
  /** Of the training rows, in their order. */
  readonly posterior: DiagonalGaussians;
}

/** What a VAE was trained on. */
export interface VaeTrainingRows {
  readonly space: FittedSpace;
  readonly conditions: FittedConditions;
  /** Condition rows of the training rows, and their codes. */
  readonly rows: readonly ConditionRow[];
  readonly codes: Matrix;
}

const MAP_DRAWS = 8;
const MOST_MAP_ROWS = 24_000;
const MOST_KNOTS = 400;

/**
 * Makes a generator of a trained network: the mixtures of latents, then the output map, which is fitted once to rows
 * drawn for the training rows' conditions.
 * @throws TracksError `SHAPE_MISMATCH`
 */
export function assembleVaeGenerator(
  { space, conditions, rows, codes }: VaeTrainingRows,
  { network, posterior }: NetworkWithPosterior,
  seed: string,
): TrackGenerator {
  const latents = fitLatentMixtures(
    { posterior, prior: priorOf(network, codes), ...groupsOf(conditions, rows) },
    `${seed} latents`,
  );
  const sampler: VaeSampler = { kind: "vae", network, latents, outputMap: [] };
  const parts = { space, conditions, sampler };
  return buildGenerator({
    ...parts,
    sampler: { ...sampler, outputMap: fitOutputMap(parts, rows, `${seed} output map`) },
  });
}

/** The ranks of what the sampler draws: normal scores of them are distributed as those of the training rows are. */
function fitOutputMap(parts: GeneratorParts, rows: readonly ConditionRow[], seed: string): RankKnots[] {
  const draw = compileSampler(parts);
  const draws = Math.max(1, Math.min(MAP_DRAWS, Math.floor(MOST_MAP_ROWS / rows.length)));
  const step = Math.max(1, rows.length / MOST_MAP_ROWS);
  const chosen = Array.from(
    { length: Math.floor(rows.length / step) * draws },
    (_, i) => rows[Math.floor(Math.floor(i / draws) * step)]!,
  );
  const scores = draw(
    chosen,
    chosen.map((_, i) => keyedRandom(`${seed} ${i}`)),
  );
  return Array.from({ length: scores.columns }, (_, j) => fitRankKnots(columnOf(scores, j), MOST_KNOTS));
}
