/** Of the items of one record: such a record fits into one batch of the outbox. */
const MOST_BYTES = 7_000;

/** Items of a batched topic's partition, encoded, until they make a record. */
export class ItemBatch {
  #items: Buffer[] = [];
  #bytes = 0;
  #key: string | null = null;

  /** @param onRecord is given what makes a record: the first item's key, how many items, and all of them */
  constructor(private readonly onRecord: (key: string, count: number, items: Buffer) => void) {}

  add(key: string, item: Buffer): void {
    if (this.#bytes + item.length > MOST_BYTES) this.flush();
    this.#key ??= key;
    this.#items.push(item);
    this.#bytes += item.length;
  }

  /** Hands over what there is. */
  flush(): void {
    if (this.#key === null) return;
    this.onRecord(this.#key, this.#items.length, Buffer.concat(this.#items, this.#bytes));
    this.#key = null;
    this.#items = [];
    this.#bytes = 0;
  }
}
