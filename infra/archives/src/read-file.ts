import type { Decompressor } from "./decompress.js";

/** A file while it is read from front to back. */
export interface ReadFile {
  /** File name without folder. */
  readonly file: string;
  /** Bytes of the file as it is. */
  readonly size: number;
  /** How much of `size` has been read. */
  readonly bytesRead: number;
  readonly decompressor: Decompressor;
}
