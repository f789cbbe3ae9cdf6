import { EPOCH_HEADER, MARKER_HEADER, PLACE_HEADER } from "@interlude/contracts";
import { type EventLog, type LogRecord, type TopicPartition, partitionName } from "@interlude/stage";

/** Place of a partition that has the epoch's marker, and so everything. */
export const MARKED = Number.POSITIVE_INFINITY;

/**
 * How far an epoch's input is in the log already, partition by partition. Every record says how far in the input it
 * reaches, and a partition gets its records in that order; so after a crash the newest record of each partition
 * tells exactly what need not be sent again, whatever was on its way when the process died.
 */
export class LoggedPlaces {
  private constructor(private readonly places: ReadonlyMap<string, number>) {}

  /** Nothing of the epoch is in the log. */
  static readonly none = new LoggedPlaces(new Map());

  /** Asks the log. */
  static async of(
    log: Pick<EventLog, "newest">,
    topics: readonly string[],
    epoch: number,
  ): Promise<LoggedPlaces> {
    const newest = await log.newest(topics);
    return new LoggedPlaces(new Map([...newest].map(([name, record]) => [name, placeOf(record, epoch)])));
  }

  /** Place of the last input that the partition holds; -1 where it holds nothing of the epoch. */
  reached(partition: TopicPartition): number {
    return this.places.get(partitionName(partition)) ?? -1;
  }
}

function placeOf({ headers }: LogRecord, epoch: number): number {
  if (headers[EPOCH_HEADER] !== String(epoch)) return -1;
  if (headers[MARKER_HEADER] !== undefined) return MARKED;
  return Number(headers[PLACE_HEADER] ?? -1);
}
