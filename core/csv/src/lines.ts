const LINE_FEED = 0x0a;

/** Far above any real line; of a longer one only so much is kept, so that none fills the memory. */
export const MAX_LINE_BYTES = 1024 * 1024;

export interface Line {
  /** With its line end; of an overlong line its beginning. */
  readonly bytes: Buffer;
  /** 1-based. */
  readonly number: number;
  readonly isCut: boolean;
}

/** The lines of a byte stream, whatever its chunks. */
export async function* linesOf(bytes: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let open: Buffer[] = [];
  let kept = 0;
  let number = 1;
  let isCut = false;
  const add = (part: Buffer): void => {
    const room = MAX_LINE_BYTES - kept;
    if (part.length > room) isCut = true;
    const taken = part.subarray(0, room);
    if (taken.length > 0) open.push(taken);
    kept += taken.length;
  };
  const take = (): Line => {
    const line = { bytes: open.length === 1 ? open[0]! : Buffer.concat(open), number, isCut };
    open = [];
    kept = 0;
    number += 1;
    isCut = false;
    return line;
  };
  for await (const chunk of bytes) {
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end + 1));
      start = end + 1;
      yield take();
    }
    if (start < chunk.length) add(chunk.subarray(start));
  }
  if (open.length > 0) yield take();
}
