import { ArchiveError } from "./archive-error.js";

/** What an archive may unpack to: files from a network are untrusted. */
export interface ArchiveLimits {
  /** Decompressed bytes in all. */
  readonly totalBytes: number;
  /** Decompressed bytes for each compressed byte, checked from 64 MiB on. */
  readonly ratio: number;
}

const RATIO_FROM = 64 * 1024 ** 2;

/** Counts what goes in and comes out of a decompressor, and stops it when that passes the bounds. */
export class ArchiveMeter {
  compressed = 0;
  decompressed = 0;
  #trailingZeros = 0;

  constructor(
    private readonly file: string,
    private readonly limits: ArchiveLimits,
  ) {}

  /** @throws ArchiveError `ARCHIVE_TOO_LARGE` */
  unpacked(chunk: Buffer): void {
    this.decompressed += chunk.length;
    this.#trailingZeros = trailingZeros(chunk, this.#trailingZeros);
    if (this.decompressed > this.limits.totalBytes) {
      throw this.#tooLarge(`more than ${this.limits.totalBytes} bytes`);
    }
    if (this.decompressed > RATIO_FROM && this.decompressed > this.compressed * this.limits.ratio) {
      throw this.#tooLarge(`more than ${this.limits.ratio} times its size`);
    }
  }

  /** A tar archive ends in two blocks of zeros; one that was cut between two members does not. */
  get endsAsTar(): boolean {
    return this.#trailingZeros >= 1024;
  }

  #tooLarge(what: string): ArchiveError {
    return new ArchiveError(
      "ARCHIVE_TOO_LARGE",
      `${this.file} unpacks to ${what}; no MusicBrainz or AcousticBrainz archive does, so it was refused`,
    );
  }
}

function trailingZeros(chunk: Buffer, before: number): number {
  let at = chunk.length;
  while (at > 0 && chunk[at - 1] === 0 && chunk.length - at < 1024) at--;
  const zeros = chunk.length - at;
  return zeros === chunk.length ? before + zeros : zeros;
}
