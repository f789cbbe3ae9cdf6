// @ts-check

/**
 * Work of which only the newest run counts: a new one aborts the one before.
 *
 * @template {unknown[]} Arguments
 * @param {(signal: AbortSignal, ...rest: Arguments) => Promise<void>} work
 * @param {(error: unknown) => void} onError
 * @returns {(...rest: Arguments) => void}
 */
export function latest(work, onError) {
  let current = new AbortController();
  return (...rest) => {
    current.abort();
    const mine = new AbortController();
    current = mine;
    work(mine.signal, ...rest).catch((error) => {
      if (!mine.signal.aborted) onError(error);
    });
  };
}

/**
 * Runs work soon after it is asked for, and not more often than once in `pause` milliseconds.
 *
 * @param {() => void} work
 * @param {number} pause
 * @returns {() => void}
 */
export function atMostEvery(work, pause) {
  let waiting = false;
  let lastRun = Number.NEGATIVE_INFINITY;
  return () => {
    if (waiting) return;
    waiting = true;
    const wait = Math.max(60, lastRun + pause - performance.now());
    setTimeout(() => {
      waiting = false;
      lastRun = performance.now();
      work();
    }, wait);
  };
}
