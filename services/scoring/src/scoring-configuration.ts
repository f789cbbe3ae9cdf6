import { OPERATING_POINT_NAMES } from "@interlude/core-links";
import { ConfigurationError, type Environment, optional } from "@interlude/infra-runtime";

/** Settings of scoring beside those of every service. */
export interface ScoringConfiguration {
  /** Operating point that candidates must pass; undefined leaves the choice to what the model reaches. */
  readonly operatingPoint: string | undefined;
}

export const SCORING_CONFIGURATION = Symbol("scoring configuration");

/**
 * Parses `SCORING_GATE`.
 * @throws ConfigurationError for a point that no model has
 */
export function scoringConfiguration(environment: Environment): ScoringConfiguration {
  const operatingPoint = optional(environment, "SCORING_GATE");
  if (operatingPoint !== undefined && !OPERATING_POINT_NAMES.includes(operatingPoint)) {
    throw new ConfigurationError("SCORING_GATE", `must be one of ${OPERATING_POINT_NAMES.join(", ")}`);
  }
  return { operatingPoint };
}
