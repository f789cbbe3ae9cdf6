const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** Far above any real line; of one that is as long only so much is kept, so that none fills the memory. */
export const MAX_LINE_BYTES = 1024 * 1024;

export interface Line {
  /** With its line end; at most `MAX_LINE_BYTES`. */
  readonly bytes: Buffer;
  /** 1-based. */
  readonly number: number;
  /** Whether it has as many bytes as are kept, and may have had more: what is kept of a line is cut when it is read again. */
  readonly isCut: boolean;
}

/**
 * The lines of a byte stream, whatever its chunks. They end with LF, and with CR as well where the first one ends with a
 * CR that no LF follows.
 */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  const open = new OpenLine();
  let findEnd: typeof endOfLine | null = null;
  for await (const chunk of withoutSplitEnds(bytes)) {
    for (let start = 0; start < chunk.length;) {
      const end: number | null = (findEnd ?? endOfLine)(chunk, start);
      open.add(chunk.subarray(start, end ?? chunk.length));
      if (end === null) break;
      findEnd ??= chunk[end - 1] === LINE_FEED ? endByLineFeed : endOfLine;
      yield open.take();
      start = end;
    }
  }
  if (!open.isEmpty) yield open.take();
}

/** The line that is being read. */
class OpenLine {
  #parts: Buffer[] = [];
  #kept = 0;
  #number = 1;

  get isEmpty(): boolean {
    return this.#parts.length === 0;
  }

  add(part: Buffer): void {
    const kept = part.subarray(0, MAX_LINE_BYTES - this.#kept);
    if (kept.length > 0) this.#parts.push(kept);
    this.#kept += kept.length;
  }

  take(): Line {
    const bytes = this.#parts.length === 1 ? this.#parts[0]! : Buffer.concat(this.#parts);
    const line = { bytes, number: this.#number++, isCut: bytes.length === MAX_LINE_BYTES };
    this.#parts = [];
    this.#kept = 0;
    return line;
  }
}

/** Chunks none of which ends between CR and LF. */
async function* withoutSplitEnds(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer | null = null;
  for await (const chunk of bytes) {
    const all: Buffer = held === null ? chunk : Buffer.concat([held, chunk]);
    held = all.at(-1) === CARRIAGE_RETURN ? all.subarray(-1) : null;
    yield held === null ? all : all.subarray(0, -1);
  }
  if (held !== null) yield held;
}

/** Where the next line begins; null if this one goes on behind the chunk. */
function endByLineFeed(chunk: Buffer, start: number): number | null {
  const end = chunk.indexOf(LINE_FEED, start);
  return end === -1 ? null : end + 1;
}

function endOfLine(chunk: Buffer, start: number): number | null {
  for (let at = start; at < chunk.length; at++) {
    if (chunk[at] === LINE_FEED) return at + 1;
    if (chunk[at] === CARRIAGE_RETURN) return chunk[at + 1] === LINE_FEED ? at + 2 : at + 1;
  }
  return null;
}

/** A line without its end, Latin-1. */
export function textOf({ bytes }: Line): string {
  return bytes.toString("latin1", 0, bytes.length - endLength(bytes));
}

/** What a line ends with: LF, CRLF, CR or nothing. */
export function lineEndOf({ bytes }: Line): string {
  return bytes.toString("latin1", bytes.length - endLength(bytes));
}

function endLength(bytes: Buffer): number {
  if (bytes.at(-1) === CARRIAGE_RETURN) return 1;
  if (bytes.at(-1) !== LINE_FEED) return 0;
  return bytes.at(-2) === CARRIAGE_RETURN ? 2 : 1;
}
