import type { TableLayout } from "../table-layouts.js";

const TAB = 0x09;
const BACKSLASH = 0x5c;
const CAPITAL_N = 0x4e;

/**
 * Every text of these types that can be read has at least so many bytes, escapes or not, so no TAB among them; what
 * they are is looked at when they are written.
 */
const LEAST_BYTES: Readonly<Record<string, number>> = { uuid: 36, timestamptz: 20 };

/** Where the fields of a line of COPY text lie in its block, found without decoding anything. */
export class CopyFields {
  /** Field `i` is the bytes from `starts[i]` to before `starts[i + 1] - 1`, which is its TAB or the line's end. */
  readonly starts: Int32Array;

  readonly count: number;
  readonly #widths: Uint8Array;

  constructor(layout: TableLayout) {
    this.count = layout.columns.length;
    this.starts = new Int32Array(this.count + 1);
    this.#widths = Uint8Array.from(layout.columns, ({ type }) => LEAST_BYTES[type] ?? 0);
  }

  /**
   * Finds the fields of the line in bytes `start` to `end`. False if it has not `count` fields, or holds a
   * backslash that is not a whole field `\N`: nothing is then known of it.
   */
  locate(block: Uint8Array, start: number, end: number): boolean {
    const { starts, count } = this;
    const widths = this.#widths;
    let field = 0;
    starts[0] = start;
    for (let at = start; at < end; at++) {
      const byte = block[at];
      if (byte === TAB) {
        if (++field === count) return false;
        starts[field] = at + 1;
        const width = widths[field]!;
        if (width > 0 && at + width < end && block[at + 1] !== BACKSLASH) at += width;
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
