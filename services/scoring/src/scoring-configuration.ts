import { OPERATING_POINT_NAMES } from "@interlude/core-links";
import { ConfigurationError, type Environment, optional } from "@interlude/infra-runtime";

/** What scoring is told beside what every service is. */
export interface ScoringConfiguration {
  /** Operating point that candidates must pass; undefined leaves the choice to what was earned. */
  readonly gate: string | undefined;
}

export const SCORING_CONFIGURATION = Symbol("scoring configuration");

/** Parses `SCORING_GATE`. Throws ConfigurationError for a point that no model has. */
export function scoringConfiguration(environment: Environment): ScoringConfiguration {
  const gate = optional(environment, "SCORING_GATE");
  if (gate !== undefined && !OPERATING_POINT_NAMES.includes(gate)) {
    throw new ConfigurationError("SCORING_GATE", `must be one of ${OPERATING_POINT_NAMES.join(", ")}`);
  }
  return { gate };
}
