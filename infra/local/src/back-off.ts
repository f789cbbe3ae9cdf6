/** How long to wait before a service that died is started again. */
export interface BackOff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/**
 * The wait before a restart, in milliseconds: doubled with each restart in a row up to a maximum, of which a random
 * half is left out, so that services which died together do not come back together.
 * @param restarts how many restarts in a row came before this one
 * @param random uniform in [0, 1)
 */
export function restartDelay(backOff: BackOff, restarts: number, random: number): number {
  const full = Math.min(backOff.maxMs, backOff.firstMs * 2 ** Math.min(restarts, 30));
  return Math.round(full * (1 - random / 2));
}
