import type { TableLayout } from "../table-layouts.js";
import type { CopyFields } from "./copy-fields.js";

const ZERO = 0x30;
const DASH = 0x2d;
const COLON = 0x3a;

/** No table's name and few integers are longer. */
const MAX_KEY_BYTES = 256;

/** The aggregate root of a row, as `aggregateRoot` gives it, from the bytes of the fields that name it. */
export class RootKey {
  readonly #scratch = Buffer.allocUnsafeSlow(MAX_KEY_BYTES);
  /** A view of the scratch by length: making one costs more than the key. */
  readonly #views: Buffer[] = [];
  readonly #prefixLength: number;
  readonly #fields: readonly number[];
  /** The text of an integer is the key's as long as it is canonical; other types need decoding. */
  readonly #isIntegers: boolean;

  constructor({ root, columns }: TableLayout) {
    this.#prefixLength = this.#scratch.write(`${root.table}:`);
    this.#fields = root.columns.map((name) => columns.findIndex((column) => column.name === name));
    this.#isIntegers = this.#fields.every((field) => /^int[24]$/.test(columns[field]?.type ?? ""));
  }

  /**
   * The key of the line whose fields were located, valid until the next; null if the row has to be decoded to know
   * it. A number that is out of range is not noticed.
   */
  of(block: Uint8Array, located: CopyFields): Buffer | null {
    if (!this.#isIntegers) return null;
    const scratch = this.#scratch;
    let length = this.#prefixLength;
    for (let i = 0; i < this.#fields.length; i++) {
      const field = this.#fields[i]!;
      const start = located.starts[field]!;
      const end = located.starts[field + 1]! - 1;
      if (!isCanonicalInteger(block, start, end)) return null;
      if (i > 0) scratch[length++] = COLON;
      for (let at = start; at < end; at++) scratch[length++] = block[at]!;
    }
    return (this.#views[length] ??= scratch.subarray(0, length));
  }
}

/** Up to ten digits, perhaps a minus, no leading zero, no negative zero. */
function isCanonicalInteger(bytes: Uint8Array, start: number, end: number): boolean {
  const first = start < end && bytes[start] === DASH ? start + 1 : start;
  const digits = end - first;
  if (digits < 1 || digits > 10) return false;
  if (bytes[first] === ZERO && end - start > 1) return false;
  for (let at = first; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return false;
  }
  return true;
}
