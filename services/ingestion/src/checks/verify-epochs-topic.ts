import type { EpochStatus } from "@interlude/contracts";
import { type CheckResult, type Queries, compare } from "@interlude/infra-checks";

type StoredEpoch = Pick<EpochStatus, "epoch" | "sequence" | "kind" | "published" | "rejected">;

/** The epochs that ingestion has announced as published against those that it keeps. */
export async function verifyEpochsTopic(
  operator: Queries,
  announced: ReadonlyMap<string, EpochStatus>,
): Promise<CheckResult> {
  const stored = await operator.query<StoredEpoch>(
    `select epoch, coalesce(sequence, 0) as sequence, kind, published, rejected
     from ingestion.epochs where state = 'published'`,
  );
  const published = [...announced.values()].filter(({ state }) => state === "published");
  return compare("published epochs on the topic", textByEpoch(stored), textByEpoch(published));
}

function textByEpoch(epochs: readonly StoredEpoch[]): Map<string, string> {
  return new Map(
    epochs.map(({ epoch, sequence, kind, published, rejected }) => [
      String(epoch),
      `${kind} ${sequence}: ${published} sent, ${rejected} rejected`,
    ]),
  );
}
