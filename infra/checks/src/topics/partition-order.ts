import type { ObservedRecord } from "./observed-record.js";
import { RecentRecords } from "./recent-records.js";

/** Records of a partition among which a repeat is looked for: more than a relay has in hand at a time. */
const MOST_RECENT = 65_536;
const MOST_EXAMPLES = 5;

/**
 * What is wrong with a record's place:
 * `EPOCH_FELL` a record of an older epoch than one before it; `AFTER_MARKER` a record behind the marker of its own or a
 * later epoch; `MARKER_FELL` a marker that does not rise; `REPEAT_BROKEN` a record that comes before a repeat has
 * reached the place where it began; `REPEAT_UNFINISHED` the end of the partition, likewise.
 */
export type OrderViolationCode =
  | "EPOCH_FELL"
  | "AFTER_MARKER"
  | "MARKER_FELL"
  | "REPEAT_BROKEN"
  | "REPEAT_UNFINISHED";

export interface OrderViolation {
  readonly code: OrderViolationCode;
  readonly offset: bigint;
  readonly reason: string;
}

/** What was found in one partition. */
export interface PartitionReport {
  readonly records: number;
  readonly markers: number;
  /** Epoch of the newest marker; 0 without one. */
  readonly newestMarker: number;
  /** Records that were sent again, as a whole and in order. */
  readonly repeated: number;
  /** Records without an epoch: they count for the epoch that is open. */
  readonly unnumbered: number;
  /** Markers that cannot be right and records of epochs that were never begun: the stages set them aside. */
  readonly setAside: number;
  /** Records that may be repeats of what compaction has removed. */
  readonly unproven: number;
  readonly violations: number;
  /** The first few violations. */
  readonly examples: readonly OrderViolation[];
}

interface PartitionOrderOptions {
  /** The newest epoch that ingestion has begun: what names a later one is forged. */
  readonly newestEpoch: number;
  /** Whether records may have been removed from between others. */
  readonly compacted: boolean;
}

/**
 * The order that a partition must have, record by record: epochs do not fall, markers rise, and nothing of an epoch
 * comes behind its marker.
 *
 * A producer that does not know whether something arrived sends it again, so one exception is right, the repeat: from
 * some record on, everything up to the partition's end is there a second time, the same and in the same order, before
 * anything new is. A repeat may be begun again before its end. What comes after it finds the partition as it was: the
 * newest value of each key is the same. A repeat that stops half-way leaves an old value as the newest, and is none.
 */
export class PartitionOrder {
  readonly #recent = new RecentRecords(MOST_RECENT);
  #highest = 0;
  #newestMarker = 0;
  #nextOffset: bigint | null = null;
  /** More is missing in one place than the control record of a transaction. */
  #hasGap = false;
  /** Where a repeat may be, and where it ends. */
  #repeat: { readonly positions: readonly number[]; readonly end: number } | null = null;
  readonly #counts = {
    records: 0,
    markers: 0,
    repeated: 0,
    unnumbered: 0,
    setAside: 0,
    unproven: 0,
    violations: 0,
  };
  readonly #examples: OrderViolation[] = [];

  constructor(private readonly options: PartitionOrderOptions) {}

  /** Judges the next record. */
  take(record: ObservedRecord): void {
    const { offset, epoch, marker } = record;
    this.#counts.records += 1;
    if (this.#nextOffset !== null && offset > this.#nextOffset + 1n) this.#hasGap = true;
    this.#nextOffset = offset + 1n;
    if (marker === "refused" || (epoch !== null && epoch > this.options.newestEpoch)) {
      this.#counts.setAside += 1;
    } else if (epoch === null) {
      this.#counts.unnumbered += 1;
    } else if (!this.#goesOnRepeating(record)) {
      this.#takeNew(record, epoch);
    }
  }

  /** What was found, with the partition at its end. */
  report(): PartitionReport {
    if (this.#repeat !== null) {
      const offset = this.#nextOffset ?? 0n;
      this.#repeat = null;
      this.#found({
        code: "REPEAT_UNFINISHED",
        offset,
        reason: "it ends before a repeat has reached what came before it",
      });
    }
    return { ...this.#counts, newestMarker: this.#newestMarker, examples: this.#examples };
  }

  #takeNew(record: ObservedRecord, epoch: number): void {
    const violation = this.#violationOf(record, epoch);
    if (violation === null) {
      this.#recent.push(record.fingerprint);
      this.#highest = epoch;
      if (record.marker === "marker") {
        this.#counts.markers += 1;
        this.#newestMarker = epoch;
      }
    } else if (!this.#beginsRepeat(record)) {
      this.#found(violation);
    }
  }

  #violationOf({ offset, marker }: ObservedRecord, epoch: number): OrderViolation | null {
    const [highest, newest] = [this.#highest, this.#newestMarker];
    if (epoch > newest && epoch >= highest) return null;
    if (marker === "marker") {
      const reason = `marker ${epoch} comes after marker ${newest} and records of epoch ${highest}`;
      return { code: "MARKER_FELL", offset, reason };
    }
    if (epoch <= newest) {
      return {
        code: "AFTER_MARKER",
        offset,
        reason: `a record of epoch ${epoch} comes after marker ${newest}`,
      };
    }
    return {
      code: "EPOCH_FELL",
      offset,
      reason: `a record of epoch ${epoch} comes after one of epoch ${highest}`,
    };
  }

  #goesOnRepeating(record: ObservedRecord): boolean {
    if (this.#repeat === null) return false;
    const { positions, end } = this.#repeat;
    if (this.#repeats(record, positions, end) || this.#beginsRepeat(record)) return true;
    this.#repeat = null;
    const reason = "it comes before a repeat has reached what came before it";
    this.#found({ code: "REPEAT_BROKEN", offset: record.offset, reason });
    return false;
  }

  #beginsRepeat(record: ObservedRecord): boolean {
    return this.#repeats(record, this.#recent.positionsOf(record.fingerprint), this.#recent.end);
  }

  /** Whether a record is one of those at the positions; then the repeat goes on behind them, or is at its end. */
  #repeats({ fingerprint }: ObservedRecord, positions: readonly number[], end: number): boolean {
    const next = positions.filter((at) => this.#recent.has(at, fingerprint)).map((at) => at + 1);
    if (next.length === 0) return false;
    this.#counts.repeated += 1;
    this.#repeat = next.includes(end) ? null : { positions: next, end };
    return true;
  }

  #found(violation: OrderViolation): void {
    if (this.options.compacted && this.#hasGap) {
      this.#counts.unproven += 1;
      return;
    }
    this.#counts.violations += 1;
    if (this.#examples.length < MOST_EXAMPLES) this.#examples.push(violation);
  }
}
