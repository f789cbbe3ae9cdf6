import { EPOCH_HEADER, INPUT_OFFSET_HEADER, MARKER_HEADER } from "@interlude/contracts";
import { type EventLog, type LogRecord, type TopicPartition, partitionName } from "@interlude/stage";

/** Offset of a partition that has the epoch's marker, and so everything. */
export const MARKED = Number.POSITIVE_INFINITY;

/**
 * How far an epoch's input is in the log already, by partition. Every record has the input offset that it reaches, and
 * a partition gets its records in that order; so after a crash the newest record of each partition tells exactly what
 * need not be sent again, whatever was in flight when the process died.
 */
export class ResumeOffsets {
  private constructor(private readonly offsets: ReadonlyMap<string, number>) {}

  /** Nothing of the epoch is in the log. */
  static readonly none = new ResumeOffsets(new Map());

  /**
   * Reads the newest record of each partition.
   * @param onlyMarked whether a partition without the epoch's marker is taken for one that has nothing of it
   */
  static async read(
    log: Pick<EventLog, "newest">,
    topics: readonly string[],
    epoch: number,
    { onlyMarked }: { readonly onlyMarked: boolean },
  ): Promise<ResumeOffsets> {
    const newest = await log.newest(topics);
    const offsets = [...newest].map(([name, record]) => [name, offsetOf(record, epoch)] as const);
    return new ResumeOffsets(new Map(offsets.filter(([, offset]) => !onlyMarked || offset === MARKED)));
  }

  /** Offset of the last input that the partition holds; -1 if it holds nothing of the epoch. */
  of(partition: TopicPartition): number {
    return this.offsets.get(partitionName(partition)) ?? -1;
  }
}

function offsetOf({ headers }: LogRecord, epoch: number): number {
  if (headers[EPOCH_HEADER] !== String(epoch)) return -1;
  if (headers[MARKER_HEADER] !== undefined) return MARKED;
  return Number(headers[INPUT_OFFSET_HEADER] ?? -1);
}
