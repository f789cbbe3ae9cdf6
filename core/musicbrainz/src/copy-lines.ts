import { LineBlocks, type LineBlocksOptions } from "./line-blocks.js";

const LINE_FEED = 0x0a;

/** Cuts a byte stream into lines at LF, whatever the chunk boundaries. */
export class CopyLineSplitter {
  readonly #blocks: LineBlocks;

  constructor(options: LineBlocksOptions = {}) {
    this.#blocks = new LineBlocks(options);
  }

  /**
   * Takes the next bytes and returns the lines they complete, without their LF. The lines may share memory with
   * `chunk`: copy those that are kept.
   * @throws CopyTextError `COPY_LINE_TOO_LONG` once a line passes the bound, before it is whole
   */
  push(chunk: Buffer): Buffer[] {
    const lines: Buffer[] = [];
    for (const block of this.#blocks.push(chunk)) {
      for (let from = 0; from < block.length;) {
        const end = block.indexOf(LINE_FEED, from);
        lines.push(block.subarray(from, end));
        from = end + 1;
      }
    }
    return lines;
  }

  /** Ends the stream: the last line if it had no LF, else null. */
  end(): Buffer | null {
    return this.#blocks.end();
  }
}
