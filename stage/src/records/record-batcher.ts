const FIRST_BYTES = 8 * 1024;

/** Bytes that grow at their end; the first `length` of `bytes` are written. */
interface GrowingBytes {
  readonly bytes: Buffer;
  length: number;
  /** Appends bytes as they are. */
  writeBytes(bytes: Buffer): void;
}

/** Some items of a batched topic's partition, to be framed as one record by `Codec.frameBatch`. */
interface ItemBatch {
  /** Key of the first item. */
  readonly key: Buffer;
  readonly count: number;
  /** The Avro of the items, one after the other; only valid until the next item is written. */
  readonly items: Buffer;
  /** Group of the last item. */
  readonly group: number;
}

interface RecordBatcherOptions<Items extends GrowingBytes> {
  /** Bytes of items at which a record is complete. One item may be larger. */
  readonly maxBytes: number;
  /** Receives each batch; what it keeps of `items` it must copy. */
  readonly onBatch: (batch: ItemBatch) => void;
  /** What items are written to. */
  readonly items: Items;
}

/** Gathers encoded items of one partition of a batched topic until they make a record. */
export class RecordBatcher<Items extends GrowingBytes> {
  #count = 0;
  #key = Buffer.alloc(0);
  #group = -1;

  constructor(private readonly options: RecordBatcherOptions<Items>) {}

  /** Adds an item that is encoded already. */
  add(key: string | Buffer, item: Buffer, group = this.#group + 1): void {
    this.startItem(group, item.length).writeBytes(item);
    this.endItem(key, group);
  }

  /**
   * Hands over what there is if the next item does not fit, and returns what that item is to be written to.
   * @param group never falls; items of one group stay in one record
   * @param size bytes of the item; without it, a record takes items until it has `maxBytes`
   */
  startItem(group: number, size = 1): Items {
    const { items, maxBytes } = this.options;
    if (items.length + size > maxBytes && group !== this.#group) this.flush();
    return items;
  }

  /** Counts the item that was written since `startItem`; only the first key of a record is copied. */
  endItem(key: string | Buffer, group: number): void {
    if (this.#count === 0) this.#key = Buffer.from(key as string);
    this.#count += 1;
    this.#group = group;
  }

  /** Hands over what there is. */
  flush(): void {
    if (this.#count === 0) return;
    const { items, onBatch } = this.options;
    const [count, group] = [this.#count, this.#group];
    onBatch({ key: this.#key, count, items: items.bytes.subarray(0, items.length), group });
    items.length = 0;
    this.#count = 0;
  }
}

/** The plainest `GrowingBytes`. */
export class ItemBytes implements GrowingBytes {
  bytes = Buffer.allocUnsafe(FIRST_BYTES);
  length = 0;

  writeBytes(bytes: Buffer): void {
    const end = this.length + bytes.length;
    if (end > this.bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(end, this.bytes.length * 2));
      this.bytes.copy(grown, 0, 0, this.length);
      this.bytes = grown;
    }
    bytes.copy(this.bytes, this.length);
    this.length = end;
  }
}
