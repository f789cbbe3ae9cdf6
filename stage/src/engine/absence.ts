import type { TopicPartition } from "../log/event-log.js";
import { StageError } from "./errors.js";
import { type StageDefinition, allInputs } from "./stage-definition.js";
import type { StageStore } from "./stage-store.js";

const DAY_MS = 24 * 60 * 60 * 1000;
/** Tombstones of compacted topics live for seven days; what was withdrawn meanwhile must be read before. */
const LONGEST_ABSENCE_MS = 6 * DAY_MS;

interface AbsenceOptions {
  readonly definition: StageDefinition;
  readonly store: Pick<StageStore<unknown>, "millisecondsSinceSeen" | "noteSeen" | "positions">;
  /** Number of partitions by topic. */
  readonly partitions: ReadonlyMap<string, number>;
}

/**
 * Notes that a stage has its inputs at hand.
 * @throws StageError `ABSENT_TOO_LONG` if the last time is so long ago that a compacted input of which the stage has read
 *   a part may have dropped tombstones since: what they withdrew would stay for ever. Then nothing is noted.
 */
export async function notePresence({ definition, store, partitions }: AbsenceOptions): Promise<void> {
  const absence = await store.millisecondsSinceSeen();
  if (absence > LONGEST_ABSENCE_MS) {
    const positions = await store.positions(compactedInputs(definition, partitions));
    if (positions.some(({ nextOffset }) => nextOffset > 0n)) throw absentTooLong(definition, absence);
  }
  await store.noteSeen();
}

function compactedInputs(
  definition: StageDefinition,
  partitions: ReadonlyMap<string, number>,
): TopicPartition[] {
  const found: TopicPartition[] = [];
  for (const { name, cleanup } of allInputs(definition)) {
    if (cleanup !== "compact") continue;
    for (let partition = 0; partition < partitions.get(name)!; partition += 1) {
      found.push({ topic: name, partition });
    }
  }
  return found;
}

function absentTooLong({ service }: StageDefinition, absence: number): StageError {
  return new StageError(
    "ABSENT_TOO_LONG",
    `${service} has not read its inputs for ${(absence / DAY_MS).toFixed(1)} days: tombstones of compacted topics are ` +
      `kept for seven, so that it may have missed what was withdrawn; run interlude rebuild ${service}`,
  );
}
