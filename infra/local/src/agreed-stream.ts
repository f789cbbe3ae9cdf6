import type { StoredStream } from "@interlude/infra-postgres";
import { requireSameStream } from "@interlude/stage";

interface Sides {
  /** What the log says. */
  readonly ofLog: string | null;
  readonly stored: readonly StoredStream[];
  /** Offset after the last record of each partition, by `topic/partition`. */
  readonly ends: ReadonlyMap<string, bigint>;
}

/**
 * The identity that log and stages agree on; null if both are new to it, as a new namespace is, and one from before streams
 * had identities. A stage that has read nothing may join any stream.
 *
 * The stages get theirs first. So a log without one, which has all that they have read, is that of a `prepare` that was
 * interrupted; one that lacks some of it was created anew.
 *
 * @throws EventLogError `STREAM_MISMATCH`
 */
export function agreedStream({ ofLog, stored, ends }: Sides): string | null {
  const known = stored.find(({ identity }) => identity !== null)?.identity ?? null;
  const hasAll = stored.every(({ positions }) =>
    [...positions].every(([name, offset]) => offset <= (ends.get(name) ?? 0n)),
  );
  const expected = ofLog ?? (hasAll ? known : null);
  const isAllNew = stored.every(({ isNew, identity }) => isNew && identity === null);
  for (const { service, identity, isNew } of stored) {
    const mayJoin = identity === null && isNew && !isAllNew;
    if (!mayJoin) requireSameStream(expected, identity, `the state of ${service}`);
  }
  return expected;
}
