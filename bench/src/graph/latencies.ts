/** Latencies of single operations, in microseconds. */
export interface Latencies {
  readonly count: number;
  readonly p50: number;
  readonly p99: number;
  readonly p9999: number;
  readonly max: number;
  readonly perSecond: number;
}

/** Measures single operations, without allocating while it does. */
export class Stopwatch {
  readonly #times: Float64Array;
  #count = 0;

  constructor(operations: number) {
    this.#times = new Float64Array(operations);
  }

  /** Runs an operation and records its time. */
  time(operation: () => void): void {
    const start = performance.now();
    operation();
    this.#times[this.#count] = performance.now() - start;
    this.#count += 1;
  }

  get latencies(): Latencies {
    const sorted = this.#times.slice(0, this.#count).sort();
    const rank = (share: number): number =>
      micros(sorted[Math.max(0, Math.ceil(share * this.#count) - 1)] ?? 0);
    const total = sorted.reduce((sum, time) => sum + time, 0);
    return {
      count: this.#count,
      p50: rank(0.5),
      p99: rank(0.99),
      p9999: rank(0.9999),
      max: rank(1),
      perSecond: Math.round((this.#count / total) * 1000),
    };
  }
}

function micros(milliseconds: number): number {
  return Math.round(milliseconds * 10_000) / 10;
}

/** Seconds that an operation took, and what it returned. */
export function timed<T>(operation: () => T): { seconds: number; result: T } {
  const start = performance.now();
  const result = operation();
  return { seconds: (performance.now() - start) / 1000, result };
}

/** The time of the fastest of some rounds, and the result of the last one. */
export function fastest<T>(rounds: number, operation: () => T): { seconds: number; result: T } {
  let last = timed(operation);
  let { seconds } = last;
  for (let round = 1; round < rounds; round += 1) {
    last = timed(operation);
    seconds = Math.min(seconds, last.seconds);
  }
  return { seconds, result: last.result };
}
