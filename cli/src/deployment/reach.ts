import { type StageReach, stageReaches } from "@interlude/infra-postgres/checks";
import type { Queries } from "@interlude/infra-checks";
import { pendingGeneration } from "@interlude/service-generation/checks";
import { type NewestEpoch, newestEpoch } from "@interlude/service-ingestion/checks";
import { pendingScoring } from "@interlude/service-scoring/checks";

/** How far the stream is. */
export interface Reach {
  readonly newest: NewestEpoch | null;
  readonly stages: readonly StageReach[];
  /** What is left to do in the background, in words. */
  readonly background: readonly string[];
}

/** How far the stream is by its store, to be read in one snapshot. */
export async function readReach(snapshot: Queries): Promise<Reach> {
  return {
    newest: await newestEpoch(snapshot),
    stages: await stageReaches(snapshot),
    background: [...(await pendingScoring(snapshot)), ...(await pendingGeneration(snapshot))],
  };
}

/** Whether ingestion has ended an epoch that every stage has completed, sent and read, with nothing left to do. */
export function isAtRest({ newest, stages, background }: Reach): boolean {
  const epoch = newest?.epoch ?? 0;
  return newest?.isOpen !== true && background.length === 0 && stages.every((stage) => isDone(stage, epoch));
}

/** Whether anything goes on that needs no further epoch: in the background, or on the way from one stage to another. */
export function isBusy({ stages, background }: Reach): boolean {
  return background.length > 0 || stages.some(({ isSending, isReading }) => isSending || isReading);
}

/** The reach in words. */
export function describeReach({ newest, stages, background }: Reach): string {
  const epoch = newest?.epoch ?? 0;
  const behind = stages.filter((stage) => !isDone(stage, epoch));
  return [
    `ingestion ${newest?.isOpen === true ? `is sending epoch ${epoch} (${newest.kind})` : `has ended epoch ${epoch}`}`,
    ...behind.map(({ stage, completed, isSending, isReading, awaitsEpoch }) =>
      [
        `${stage} has completed ${completed === epoch ? "it" : `epoch ${completed}`}`,
        ...(isSending ? ["has records to send"] : []),
        ...(isReading ? ["has records to read"] : []),
        ...(awaitsEpoch
          ? ["is rebuilt, or has read dead letters again, which the next epoch completes"]
          : []),
      ].join(", and "),
    ),
    ...background,
  ].join(", ");
}

/** Whether a stage has completed an epoch, sent it, read what others sent, and waits for no other to complete something. */
function isDone({ completed, isSending, isReading, awaitsEpoch }: StageReach, epoch: number): boolean {
  return completed === epoch && !isSending && !isReading && !awaitsEpoch;
}
