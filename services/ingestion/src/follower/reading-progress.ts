import type { ArchiveReader } from "../archive/archive-reader.js";
import { describeDecompressor } from "../archive/decompress.js";
import { ProgressEstimate, describeProgress } from "./progress-estimate.js";

/** An archive while it is read. */
export type ReadArchive = Pick<ArchiveReader, "file" | "size" | "bytesRead" | "decompressor">;

/** How far the step that is being read has got: its archive of the moment, and rows sent. */
export class ReadingProgress {
  private archive: ReadArchive | null = null;
  private estimate = new ProgressEstimate();
  private rows = 0;

  /** @param name what is read, before it is known which file of it */
  constructor(private name: string) {}

  begin(archive: ReadArchive): void {
    this.archive = archive;
    this.estimate = new ProgressEstimate();
  }

  /** A file of which nobody tells how much has been read. */
  beginFile(name: string): void {
    this.archive = null;
    this.name = name;
    this.estimate = new ProgressEstimate();
  }

  sent(rows: number): void {
    this.rows += rows;
  }

  /** The archive and which part of it has been read, from 0 to 1; null before the first. */
  get ratio(): { readonly file: string; readonly ratio: number } | null {
    if (this.archive === null || this.archive.size === 0) return null;
    const { file, size, bytesRead } = this.archive;
    return { file, ratio: Math.min(1, bytesRead / size) };
  }

  /** A line for people, as of a moment in milliseconds. */
  describe(at: number): string {
    const { archive, estimate, rows } = this;
    estimate.add({ at, bytes: archive?.bytesRead ?? 0, rows });
    const progress = {
      ratio: this.ratio?.ratio ?? null,
      rowsPerSecond: estimate.rowsPerSecond(),
      secondsLeft: archive === null ? null : estimate.secondsLeft(archive.size),
    };
    const name = archive === null ? `reading ${this.name}` : archive.file;
    const how = archive === null ? "" : ` · ${describeDecompressor(archive.decompressor)}`;
    const parts = describeProgress(progress);
    const gap = archive === null && parts !== "" ? " · " : " ";
    return `${name}${gap}${parts}`.trimEnd() + how;
  }
}
