const TAB = 0x09;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;

/** Where the fields of a line of COPY text lie in its block, found without decoding anything. */
export class CopyFields {
  /** Field `i` is the bytes from `starts[i]` to before `starts[i + 1] - 1`, which is its TAB or the line's end. */
  readonly starts: Int32Array;

  constructor(readonly count: number) {
    this.starts = new Int32Array(count + 1);
  }

  /**
   * Finds the fields of the line in bytes `start` to `end`. False where it has not `count` fields, or holds a
   * backslash that is not a whole field `\N`: nothing is then known of it.
   */
  locate(block: Uint8Array, start: number, end: number): boolean {
    const { starts, count } = this;
    let field = 0;
    starts[0] = start;
    for (let at = start; at < end; at++) {
      const byte = block[at];
      if (byte === TAB) {
        if (++field === count) return false;
        starts[field] = at + 1;
      } else if (byte === BACKSLASH) {
        if (at !== starts[field] || at + 1 >= end || block[at + 1] !== CAPITAL_N) return false;
        at++;
        if (at + 1 < end && block[at + 1] !== TAB) return false;
      }
    }
    starts[count] = end + 1;
    return field + 1 === count;
  }
}
