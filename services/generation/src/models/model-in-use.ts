import type { GenerationModel, GeneratorKind } from "@interlude/core-tracks";
import type { PostgresContext, Transaction } from "@interlude/infra-postgres";

/** The model that makes the tracks of candidates. */
export interface ModelInUse {
  /** SHA-256 of its artifact; names it on topics. */
  readonly id: string;
  readonly kind: GeneratorKind;
  readonly model: GenerationModel;
  /** Whether it came into force just now, so that tracks of others are to be made anew. */
  readonly isNew: boolean;
}

/** Which model makes tracks. What came into force is in the store: a process that starts anew has the same. */
export interface ModelsInForce {
  /** The model of an epoch, in the transaction that completes it; null before the first, and if none can be served. */
  inForceFrom(epoch: number, context: PostgresContext): Promise<ModelInUse | null>;
  /** Lets a model take over between two epochs; null if none did. */
  decideInBackground(completedEpoch: number, context: PostgresContext): Promise<ModelInUse | null>;
  /** The model as of the newest epoch. */
  current(transaction: Transaction): Promise<ModelInUse | null>;
  /** Notes a training as of the end of an epoch, if one is due: the last thing that the epoch's transaction does. */
  noteWhenDue(epoch: number, context: PostgresContext): Promise<void>;
}
