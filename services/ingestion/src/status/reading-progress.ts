import { type ReadFile, describeDecompressor } from "@interlude/infra-archives";
import { ProgressEstimate, describeProgress } from "./progress-estimate.js";

/** How far the step that is being read has got: its file of the moment, and rows sent. */
export class ReadingProgress {
  private file: ReadFile | null = null;
  private estimate = new ProgressEstimate();
  private rows = 0;

  /** @param name what is read, before it is known which file of it */
  constructor(private readonly name: string) {}

  begin(file: ReadFile): void {
    this.file = file;
    this.estimate = new ProgressEstimate();
  }

  sent(rows: number): void {
    this.rows += rows;
  }

  /** The file and which part of it has been read, from 0 to 1; null before the first. */
  get ratio(): { readonly file: string; readonly ratio: number } | null {
    if (this.file === null || this.file.size === 0) return null;
    const { file, size, bytesRead } = this.file;
    return { file, ratio: Math.min(1, bytesRead / size) };
  }

  /** A line for people, as of a moment in milliseconds. */
  describe(at: number): string {
    const { file, estimate, rows, name } = this;
    if (file === null) return `reading ${name}`;
    estimate.add({ at, bytes: file.bytesRead, rows });
    const parts = describeProgress({
      ratio: this.ratio?.ratio ?? null,
      rowsPerSecond: estimate.rowsPerSecond(),
      secondsLeft: estimate.secondsLeft(file.size),
    });
    return `${file.file} ${parts}`.trimEnd() + ` · ${describeDecompressor(file.decompressor)}`;
  }
}
