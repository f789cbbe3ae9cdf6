import { CopyTextError } from "./copy-text.js";

const LINE_FEED = 0x0a;

export interface LineBlocksOptions {
  /** Most bytes that are held of a line that is not whole. Default 16 MiB: MusicBrainz's longest texts are far below it. */
  readonly maxLineBytes?: number;
}

/**
 * Cuts a byte stream into blocks of whole lines, whatever the chunk boundaries, copying only lines that lie across.
 * Escaped newlines in COPY text are `\n`, two characters, so every LF byte ends a row.
 */
export class LineBlocks {
  readonly #maxLineBytes: number;
  #pending: Buffer[] = [];
  #pendingBytes = 0;

  constructor(options: LineBlocksOptions = {}) {
    this.#maxLineBytes = options.maxLineBytes ?? 16 * 1024 * 1024;
  }

  /**
   * Takes the next bytes and returns the blocks they complete, each ending in LF. Blocks may share memory with `chunk`.
   * @throws CopyTextError `COPY_LINE_TOO_LONG` once a line passes the bound, before it is whole
   */
  push(chunk: Buffer): Buffer[] {
    const blocks: Buffer[] = [];
    let from = 0;
    if (this.#pendingBytes > 0) {
      const end = chunk.indexOf(LINE_FEED) + 1;
      if (end === 0) {
        this.#keep(chunk);
        return blocks;
      }
      blocks.push(Buffer.concat([...this.#take(), chunk.subarray(0, end)]));
      from = end;
    }
    const to = chunk.lastIndexOf(LINE_FEED) + 1;
    if (to > from) blocks.push(chunk.subarray(from, to));
    this.#keep(chunk.subarray(Math.max(from, to)));
    return blocks;
  }

  /** Ends the stream: the last line if it had no LF, else null. */
  end(): Buffer | null {
    return this.#pendingBytes === 0 ? null : Buffer.concat(this.#take());
  }

  #take(): Buffer[] {
    this.#pendingBytes = 0;
    return this.#pending.splice(0);
  }

  #keep(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#pending.push(Buffer.from(bytes));
    this.#pendingBytes += bytes.length;
    if (this.#pendingBytes <= this.#maxLineBytes) return;
    throw new CopyTextError(
      "COPY_LINE_TOO_LONG",
      `a line is longer than ${this.#maxLineBytes} bytes; the file is not COPY text, or is damaged`,
    );
  }
}
