import { CopyTextError } from "./copy-text.js";

export interface CopyLineSplitterOptions {
  /** Longest line accepted, in bytes. Default 16 MiB: MusicBrainz's longest texts are far below it. */
  readonly maxLineBytes?: number;
}

/**
 * Cuts a byte stream into lines at LF, whatever the chunk boundaries. Escaped newlines in COPY text are `\n`, two
 * characters, so every LF byte ends a row.
 */
export class CopyLineSplitter {
  private readonly maxLineBytes: number;
  private pending: Buffer[] = [];
  private pendingBytes = 0;
  private completed = 0;

  constructor(options: CopyLineSplitterOptions = {}) {
    this.maxLineBytes = options.maxLineBytes ?? 16 * 1024 * 1024;
  }

  /** How many lines have been handed out. */
  get lineCount(): number {
    return this.completed;
  }

  /**
   * Takes the next bytes and returns the lines they complete, without their LF. The lines may share memory with
   * `chunk`: copy those that are kept.
   * @throws CopyTextError `COPY_LINE_TOO_LONG` once a line passes the bound, before it is whole
   */
  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    let from = 0;
    for (let at = chunk.indexOf(0x0a); at !== -1; at = chunk.indexOf(0x0a, from)) {
      lines.push(this.complete(chunk.subarray(from, at)));
      from = at + 1;
    }
    if (from < chunk.length) {
      this.checkLength(this.pendingBytes + chunk.length - from);
      this.pending.push(chunk.subarray(from));
      this.pendingBytes += chunk.length - from;
    }
    return lines;
  }

  /** Ends the stream: the last line if it had no LF, else null. */
  end(): Buffer | null {
    return this.pendingBytes === 0 ? null : this.complete(Buffer.alloc(0));
  }

  private complete(tail: Buffer): Buffer {
    this.checkLength(this.pendingBytes + tail.length);
    const line = this.pendingBytes === 0 ? tail : Buffer.concat([...this.pending, tail]);
    this.pending = [];
    this.pendingBytes = 0;
    this.completed++;
    return line;
  }

  private checkLength(bytes: number): void {
    if (bytes <= this.maxLineBytes) return;
    throw new CopyTextError(
      "COPY_LINE_TOO_LONG",
      `line ${this.completed + 1} is longer than ${this.maxLineBytes} bytes; the file is not COPY text, or is damaged`,
    );
  }
}
