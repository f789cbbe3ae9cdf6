/** Progress at some time; all of its numbers rise. */
interface ProgressSample {
  /** Milliseconds. */
  readonly at: number;
  readonly bytes: number;
  readonly rows: number;
}

const WINDOW_MS = 30_000;

/** How fast something goes and when it will be done, judged by the last half minute. */
export class ProgressEstimate {
  #samples: ProgressSample[] = [];

  add(sample: ProgressSample): void {
    this.#samples.push(sample);
    // The newest sample that is as old as the window stays, so that a slow clock still leaves two to compare.
    const old = this.#samples.findLastIndex(({ at }) => at <= sample.at - WINDOW_MS);
    if (old > 0) this.#samples = this.#samples.slice(old);
  }

  /** Null before there is anything to compare. */
  rowsPerSecond(): number | null {
    return this.#rate(({ rows }) => rows);
  }

  /** Seconds until `totalBytes` are read at this speed; null if nothing moves or nothing is known. */
  secondsLeft(totalBytes: number): number | null {
    const speed = this.#rate(({ bytes }) => bytes);
    if (speed === null || speed === 0) return null;
    return Math.max(0, totalBytes - this.#samples.at(-1)!.bytes) / speed;
  }

  #rate(of: (sample: ProgressSample) => number): number | null {
    const [first, last] = [this.#samples[0], this.#samples.at(-1)];
    if (first === undefined || last === undefined || last.at <= first.at) return null;
    return ((of(last) - of(first)) * 1000) / (last.at - first.at);
  }
}

/** As people read it: "43 % · 118,000 rows/s · 12 min left". What is unknown is omitted. */
export function describeProgress(progress: {
  /** 0 to 1. */
  readonly ratio: number | null;
  readonly rowsPerSecond: number | null;
  readonly secondsLeft: number | null;
}): string {
  const { ratio, rowsPerSecond, secondsLeft } = progress;
  return [
    ratio === null ? null : `${Math.floor(ratio * 100)} %`,
    rowsPerSecond === null ? null : `${grouped(rowsPerSecond)} rows/s`,
    secondsLeft === null ? null : `${duration(secondsLeft)} left`,
  ]
    .filter((part) => part !== null)
    .join(" · ");
}

/** Three significant digits: more of them only flicker. */
function grouped(number: number): string {
  return Number(number.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 0 });
}

function duration(seconds: number): string {
  if (seconds < 60) return `${Math.ceil(seconds)} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
