/** The last stretch of a byte stream, so that what was parsed from it can be had as it was. */
export class ByteWindow {
  #chunks: Buffer[] = [];
  /** Offset of the first byte kept. */
  #start = 0;

  /** Passes a stream on and keeps its bytes. */
  async *watch(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    for await (const chunk of bytes) {
      this.#chunks.push(chunk);
      yield chunk;
    }
  }

  /** Releases the chunks that end before an offset. */
  discardBefore(offset: number): void {
    while (this.#chunks.length > 0 && this.#start + this.#chunks[0]!.length <= offset) {
      this.#start += this.#chunks.shift()!.length;
    }
  }

  /** A copy of the bytes from one offset up to another, both counted from the start of the stream. */
  slice(from: number, to: number): Buffer {
    return Buffer.concat(this.#chunks).subarray(from - this.#start, to - this.#start);
  }
}
