import { type ReadFile, describeDecompressor } from "@interlude/infra-archives";
import { ProgressEstimate, describeProgress } from "./progress-estimate.js";

/** The progress of the epoch that is being read: its current file, and rows sent. */
export class ReadingProgress {
  #file: ReadFile | null = null;
  #estimate = new ProgressEstimate();
  #rows = 0;
  #bytesSeen = 0;

  /** @param name what is read, before its first file is known */
  constructor(private readonly name: string) {}

  begin(file: ReadFile): void {
    this.#file = file;
    this.#estimate = new ProgressEstimate();
  }

  sent(rows: number): void {
    this.#rows += rows;
  }

  /** Whether more has been read since this was asked last. */
  advanced(): boolean {
    const bytesRead = this.#file?.bytesRead ?? 0;
    const isMore = bytesRead !== this.#bytesSeen;
    this.#bytesSeen = bytesRead;
    return isMore;
  }

  /** The file and which part of it has been read, from 0 to 1; null before the first. */
  get ratio(): { readonly file: string; readonly ratio: number } | null {
    if (this.#file === null || this.#file.size === 0) return null;
    const { file, size, bytesRead } = this.#file;
    return { file, ratio: Math.min(1, bytesRead / size) };
  }

  /** A line for people, as of a time in milliseconds. */
  describe(at: number): string {
    const file = this.#file;
    const estimate = this.#estimate;
    if (file === null) return `reading ${this.name}`;
    estimate.add({ at, bytes: file.bytesRead, rows: this.#rows });
    const parts = describeProgress({
      ratio: this.ratio?.ratio ?? null,
      rowsPerSecond: estimate.rowsPerSecond(),
      secondsLeft: estimate.secondsLeft(file.size),
    });
    return `${file.file} ${parts}`.trimEnd() + ` · ${describeDecompressor(file.decompressor)}`;
  }
}
