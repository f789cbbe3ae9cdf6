import { randomUUID } from "node:crypto";
import type { Marker } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { BatchWriter, type RecordBatch, type StageStore, epochHeaders } from "@interlude/stage";

/** As many inputs and outputs as a stage in the middle of the stream has. */
const INPUTS = Array.from({ length: 8 }, (_, partition) => ({ topic: "input", partition }));
const OUTPUTS = Array.from({ length: 9 }, (_, partition) => ({ topic: "output", partition }));
const RECORD = Buffer.alloc(300, 7);
const TRACE = `00-${"0".repeat(32)}-${"0".repeat(16)}-00`;

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
      await this.store.addToOutbox(transaction, batchesOf(epoch));
      await this.store.saveCompletedEpoch(transaction, { epoch, sequence: epoch, stateId: randomUUID() });
    });
  }
}

/** A record for each partition, and behind it the marker in a batch of its own. */
function batchesOf(epoch: number): RecordBatch[] {
  const batches: RecordBatch[] = [];
  const headers = epochHeaders(epoch, TRACE);
  for (let kind = 0; kind < 2; kind += 1) {
    for (const target of OUTPUTS) {
      const writer = new BatchWriter({ ...target, headers }, (batch) => batches.push(batch));
      writer.add({ key: RECORD.subarray(0, 36), value: RECORD });
      writer.flush();
    }
  }
  return batches;
}
