import { EventLogError, type PartitionEnds, partitionNamed } from "./event-log.js";

/** Where partitions ended after what one identity appended to them: they never end before that again. */
export class KnownEnds {
  readonly #ends: Map<string, bigint>;

  constructor(appended: PartitionEnds = new Map()) {
    this.#ends = new Map(appended);
  }

  /** Topics of which something is known. */
  get topics(): readonly string[] {
    return [...new Set([...this.#ends.keys()].map((name) => partitionNamed(name).topic))];
  }

  /**
   * Takes note of offsets: where partitions end, or where new records begin.
   * @throws EventLogError `OUTPUT_LOST` if one lies before what is known
   */
  observe(offsets: PartitionEnds): void {
    for (const [name, offset] of offsets) {
      const known = this.#ends.get(name);
      if (known !== undefined && offset < known) throw lost(name, known, offset);
    }
  }

  /** Takes note of where partitions end after an append. */
  advance(ends: PartitionEnds): void {
    for (const [name, end] of ends) this.#ends.set(name, end);
  }
}

function lost(name: string, known: bigint, offset: bigint): EventLogError {
  return new EventLogError(
    "OUTPUT_LOST",
    `Partition ${name} has had records up to offset ${known}, but ends at ${offset}: the topic was created anew or lost ` +
      `records, and its readers may never have seen them; run interlude rebuild for the service that writes it, then for those that read it`,
  );
}
