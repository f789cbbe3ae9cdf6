import { randomUUID } from "node:crypto";
import type { Marker } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import type { StageStore } from "@interlude/stage";
import { epochBatches } from "../relay/relay-load.js";

/** As many partitions as a stage in the middle of the stream reads. */
const INPUTS = Array.from({ length: 8 }, (_, partition) => ({ topic: "input", partition }));

/** Epochs as a stage commits them: positions, a record and a marker for each partition of the outputs, its state. */
export class StageEpochs {
  constructor(private readonly store: StageStore<Transaction>) {}

  /** One epoch, in one transaction. */
  async complete(epoch: number): Promise<void> {
    const marker: Marker = { epoch, sequence: epoch, kind: "packet", producedBy: "normalization", ts: 0 };
    await this.store.transaction(async (transaction) => {
      const locked = await this.store.lockPositions(transaction, INPUTS);
      const nextOffset = BigInt(epoch) * 2n;
      const positions = locked.map((position) => ({ ...position, nextOffset, marker }));
      await this.store.savePositions(transaction, positions);
      await this.store.lockCompletedEpoch(transaction);
      await this.store.addToOutbox(transaction, epochBatches(epoch));
      await this.store.saveCompletedEpoch(transaction, { epoch, sequence: epoch, stateId: randomUUID() });
    });
  }
}
