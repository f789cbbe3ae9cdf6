import { type Environment, oneOf } from "@interlude/infra-runtime";

/** What the service is told by its environment beside what every service is. */
export interface NormalizationConfiguration {
  /**
   * Whether somebody who performs on a recording collaborates with those whom it is credited to, as if the credit named
   * them. Off, relationships only say what kind a collaboration is.
   */
  readonly relationshipEdges: boolean;
}

/** What the configuration is injected by. */
export const NORMALIZATION_CONFIGURATION = Symbol("normalization configuration");

/** Reads `NORMALIZATION_RELATIONSHIP_EDGES` (`on`, `off`; default off). Throws ConfigurationError. */
export function normalizationConfiguration(environment: Environment): NormalizationConfiguration {
  const edges = oneOf(environment, "NORMALIZATION_RELATIONSHIP_EDGES", ["on", "off"], "off");
  return { relationshipEdges: edges === "on" };
}
