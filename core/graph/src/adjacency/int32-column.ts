const PAGE_BITS = 12;
const PAGE_ENTRIES = 1 << PAGE_BITS;
const PAGE_MASK = PAGE_ENTRIES - 1;

/**
 * A growable array of 32-bit integers, one an artist, in pages of 4,096: growing adds a page and copies nothing, so no
 * insert waits for the whole column to be copied. Pages are shared memory: a worker thread reads them in place.
 */
export class Int32Column {
  readonly #pages: Int32Array<SharedArrayBuffer>[] = [];

  /** @param initial value of an entry that was never set */
  constructor(private readonly initial = 0) {}

  /** A column of these values. */
  static of(values: Int32Array): Int32Column {
    const column = new Int32Column();
    column.ensure(values.length);
    for (const [number, page] of column.#pages.entries()) {
      page.set(values.subarray(number << PAGE_BITS, (number + 1) << PAGE_BITS));
    }
    return column;
  }

  /** The column of another thread, to be read only: valid for the entries that it had when its pages were shared. */
  static open(pages: readonly Int32Array<SharedArrayBuffer>[]): Int32Column {
    const column = new Int32Column();
    column.#pages.push(...pages);
    return column;
  }

  /** The pages that there are now. */
  share(): readonly Int32Array<SharedArrayBuffer>[] {
    return [...this.#pages];
  }

  /** How many bytes of typed arrays the column holds. */
  get byteLength(): number {
    return this.#pages.length * PAGE_ENTRIES * 4;
  }

  /** Grows to at least `length` entries. */
  ensure(length: number): void {
    while (this.#pages.length << PAGE_BITS < length) {
      const page = new Int32Array(new SharedArrayBuffer(PAGE_ENTRIES * 4));
      if (this.initial !== 0) page.fill(this.initial);
      this.#pages.push(page);
    }
  }

  get(index: number): number {
    return this.#pages[index >>> PAGE_BITS]![index & PAGE_MASK]!;
  }

  set(index: number, value: number): void {
    this.#pages[index >>> PAGE_BITS]![index & PAGE_MASK] = value;
  }

  add(index: number, difference: number): void {
    this.#pages[index >>> PAGE_BITS]![index & PAGE_MASK]! += difference;
  }
}
