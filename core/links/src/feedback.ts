/** How much speaks for a pair. */
export interface Evidence {
  /** Log-odds under the model that scored the pair. */
  readonly logit: number;
  readonly commonNeighbours: number;
}

/** A rejected pair is shown again when its odds have doubled, in nats. */
export const MATERIAL_RISE = Math.LN2;

/**
 * Whether the evidence for a pair is materially more than it was when a reader rejected the pair: its odds are at least
 * twice as high, or the two have a further common neighbour. It depends on the two states alone, not on how the one came
 * from the other, so that a pair is hidden or shown however often it was looked at meanwhile.
 */
export function hasRisen(now: Evidence, atRejection: Evidence): boolean {
  return (
    now.logit - atRejection.logit >= MATERIAL_RISE || now.commonNeighbours > atRejection.commonNeighbours
  );
}
