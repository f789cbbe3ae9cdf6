import { setTimeout as sleep } from "node:timers/promises";
import type { Transaction } from "../transaction.js";

type Source = Pick<Transaction, "query">;

/** How often an epoch that waits for a fit looks whether it is done. */
const LOOK_MS = 100;

/** What fits gave, kept with the trainings of a service's own table `trainings` until these are decided. */
export class TrainingOutcomes<Outcome> {
  /** Keeps what the fit of a pending training gave; does nothing if it is not pending any more. */
  async save(source: Source, id: string, outcome: Outcome): Promise<void> {
    await source.query(
      "update trainings set state = 'fitted', outcome = $2 where training_id = $1 and state = 'pending'",
      [id, JSON.stringify(outcome)],
    );
  }

  /** What the fit of a training gave; null while it is pending. */
  async of(source: Source, id: string): Promise<Outcome | null> {
    const [row] = await source.query<{ outcome: Outcome | null }>(
      "select outcome from trainings where training_id = $1",
      [id],
    );
    return row?.outcome ?? null;
  }

  /**
   * Waits for a fit, in the transaction of the epoch with which its model takes over.
   * @param onWait called as long as it has to
   */
  async wait(source: Source, id: string, onWait: () => void): Promise<Outcome> {
    for (;;) {
      const outcome = await this.of(source, id);
      if (outcome !== null) return outcome;
      onWait();
      await sleep(LOOK_MS);
    }
  }

  /** Epoch as of whose end a training was noted last; null before the first. */
  async newestEpoch(source: Source): Promise<number | null> {
    const [row] = await source.query<{ epoch: number | null }>("select max(epoch) as epoch from trainings");
    return row!.epoch;
  }
}
