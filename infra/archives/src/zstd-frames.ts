const FRAME_MAGIC = 0xfd2fb528;
/** Of frames to be passed over; the lowest four bits may be anything. */
const SKIPPABLE_MAGIC = 0x184d2a50;

/** Bytes by the flags of a frame header's first byte. */
const DICTIONARY_ID_BYTES = [0, 1, 2, 4] as const;
const CONTENT_SIZE_BYTES = [0, 2, 4, 8] as const;

const REPEATED_BYTE_BLOCK = 1;
const RESERVED_BLOCK = 3;

/**
 * A Zstandard file (RFC 8878) in chunks of which none has parts of two frames. Node's decompressor takes the end of a
 * frame inside a chunk for the end of the file, and a frame that was cut for one that ended; so the lengths of frames
 * are read here, and the rest is left to the decompressor.
 * @throws Error if the file ends inside a frame, has none, or goes on with what is no frame
 */
export async function* zstdFrames(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let frame = new Frame();
  let frames = 0;
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length;) {
      const end = frame.pass(chunk, at);
      yield chunk.subarray(at, end);
      at = end;
      if (!frame.isOver) continue;
      frame = new Frame();
      frames++;
    }
  }
  if (frame.isBegun || frames === 0) throw new Error(`it ends inside its frame ${frames + 1}`);
}

/** Follows one frame from its first byte to its last. */
class Frame {
  readonly #parts = frameParts();
  #length: number;
  /** Bytes of the part that have not come yet. */
  #missing: number;
  #number = 0;
  isBegun = false;
  isOver = false;

  constructor() {
    this.#length = this.#missing = this.#parts.next().value!;
  }

  /** @returns where in the chunk the frame ends, or the chunk's end if it goes on */
  pass(chunk: Buffer, from: number): number {
    this.isBegun = true;
    let at = from;
    while (at < chunk.length && !this.isOver) {
      const taken = Math.min(this.#missing, chunk.length - at);
      if (this.#length <= 4) {
        for (let i = 0; i < taken; i++) {
          this.#number += chunk[at + i]! * 2 ** (8 * (this.#length - this.#missing + i));
        }
      }
      at += taken;
      this.#missing -= taken;
      if (this.#missing === 0) this.#nextPart();
    }
    return at;
  }

  #nextPart(): void {
    const { done, value } = this.#parts.next(this.#number);
    if (done) this.isOver = true;
    else this.#length = this.#missing = value;
    this.#number = 0;
  }
}

/** Lengths of the parts of a frame; each part of up to four bytes is passed back as the number that it is. */
function* frameParts(): Generator<number, undefined, number> {
  const magic = yield 4;
  if (magic - (magic % 16) === SKIPPABLE_MAGIC) {
    yield* unlessEmpty(yield 4);
    return;
  }
  if (magic !== FRAME_MAGIC) throw new Error("it goes on with what is no Zstandard frame");
  const flags = yield 1;
  yield* unlessEmpty(restOfHeader(flags));
  for (let isLast = false; !isLast;) {
    const block = yield 3;
    isLast = (block & 1) === 1;
    const type = (block >> 1) & 3;
    if (type === RESERVED_BLOCK) throw new Error("it has a block of a type that does not exist");
    yield* unlessEmpty(type === REPEATED_BYTE_BLOCK ? 1 : block >> 3);
  }
  const hasChecksum = (flags & 4) !== 0;
  if (hasChecksum) yield 4;
}

function* unlessEmpty(length: number): Generator<number, void, number> {
  if (length > 0) yield length;
}

/** Length of a frame's header after its first byte. */
function restOfHeader(flags: number): number {
  const isSingleSegment = (flags & 0x20) !== 0;
  const contentSize = CONTENT_SIZE_BYTES[(flags >> 6) as 0 | 1 | 2 | 3];
  // A single segment has no window, and always a size: of one byte where the flag would say none.
  const windowAndSize = isSingleSegment ? Math.max(1, contentSize) : 1 + contentSize;
  return windowAndSize + DICTIONARY_ID_BYTES[(flags & 3) as 0 | 1 | 2 | 3];
}
