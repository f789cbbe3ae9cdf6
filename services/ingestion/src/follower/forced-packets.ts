import { ConfigurationError, type Environment, optional } from "@interlude/infra-runtime";

/** More than a year's packets is a slip of the fingers. */
const MAX_FORCED = 10_000;

/**
 * The packets that `INGESTION_FORCE_PACKETS` (`N` or `N-M`) has applied again, once each time the process starts.
 * @throws ConfigurationError
 */
export function forcedPackets(environment: Environment): readonly number[] {
  const text = optional(environment, "INGESTION_FORCE_PACKETS");
  if (text === undefined) return [];
  const [, first, last = first] = /^(\d{1,12})(?:-(\d{1,12}))?$/.exec(text) ?? [];
  const count = Number(last) - Number(first) + 1;
  if (!(count >= 1 && count <= MAX_FORCED)) {
    const problem = `must be the number of a packet, or of two as in 162718-162724, at most ${MAX_FORCED} of them`;
    throw new ConfigurationError("INGESTION_FORCE_PACKETS", problem);
  }
  return Array.from({ length: count }, (_, at) => Number(first) + at);
}
