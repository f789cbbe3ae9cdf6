import { AvroBytes } from "@interlude/core-musicbrainz";

/**
 * Bytes at which a batch becomes a record: large enough to cost little, small enough to hold many. A bit below a power
 * of two, since kafkajs copies each record into a buffer of the next one.
 */
const SEAL_AT_BYTES = 56 * 1024;

/** Items of one partition that wait to become one record. */
export class PartitionBatch {
  /** The Avro of the items, one after the other. */
  readonly items = new AvroBytes(SEAL_AT_BYTES + 4096);
  count = 0;
  /** Key of the first item. */
  key = Buffer.alloc(0);
  /** Place of the last item. */
  place = -1;
  /** Items that were to be sent, those included that the log had. */
  offered = 0;

  constructor(
    readonly partition: number,
    /** Place up to which the log has the partition's items of this epoch. */
    readonly logged: number,
  ) {}

  /** Whether a record should end here. Items of one place stay together: a place is in the log whole or not at all. */
  endsBefore(place: number): boolean {
    return this.items.length >= SEAL_AT_BYTES && place !== this.place;
  }

  /** Notes that an item was written to `items`. */
  added(key: Buffer, place: number): void {
    if (this.count === 0) this.key = Buffer.from(key);
    this.count++;
    this.place = place;
  }

  clear(): void {
    this.items.truncate(0);
    this.count = 0;
  }
}
