import { type Transaction, TrainingOutcomes } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { FitOutcome } from "./fit-outcome.js";

type Source = Pick<Transaction, "query">;

/** A training as it is noted. */
export interface NotedTraining {
  /** Epoch as of whose end the models are trained. */
  readonly epoch: number;
  /** First epoch whose tracks the new model is to make. */
  readonly takesOverAtEpoch: number;
  /** Tracks that there are then. */
  readonly tracks: number;
  readonly cause: string;
}

/** A training that is not decided. */
export interface OpenTraining extends NotedTraining {
  readonly id: string;
  readonly state: "pending" | "fitted";
}

/** A training that is decided. */
export interface DecidedTraining {
  /** The model that took over, or null. */
  readonly modelId: string | null;
  /** Why the VAE does not serve; null if it does. */
  readonly code: string | null;
  readonly reason: string | null;
}

/** Where the training of a network goes on from. */
export interface Checkpoint {
  readonly pass: number;
  readonly passes: number;
  readonly content: Uint8Array;
}

/** The trainings that there were, of which one at most is open. */
@Injectable()
export class TrainingsRepository {
  /** What the fits gave. */
  readonly outcomes = new TrainingOutcomes<FitOutcome>();

  /** The one that is not decided, or null. */
  async open(source: Source): Promise<OpenTraining | null> {
    const [row] = await source.query<OpenTraining>(
      `select training_id as id, epoch, takes_over_at_epoch as "takesOverAtEpoch", tracks, cause, state
       from trainings where state in ('pending', 'fitted')`,
    );
    return row ?? null;
  }

  /** Notes a training; no other may be open. */
  async note(transaction: Transaction, training: NotedTraining): Promise<void> {
    const { epoch, takesOverAtEpoch, tracks, cause } = training;
    await transaction.query(
      "insert into trainings (epoch, takes_over_at_epoch, tracks, cause) values ($1, $2, $3, $4)",
      [epoch, takesOverAtEpoch, tracks, cause],
    );
  }

  /** Decides a training. */
  async decide(
    transaction: Transaction,
    id: string,
    { modelId, code, reason }: DecidedTraining,
  ): Promise<void> {
    await transaction.query(
      `update trainings
       set state = case when $2::text is null then 'refused' else 'adopted' end,
         outcome = null, model_id = $2, code = $3, reason = $4
       where training_id = $1`,
      [id, modelId, code, reason],
    );
    await transaction.query("delete from training_checkpoints where training_id = $1", [id]);
  }

  /** The newest training that is decided, with what it was for; null before the first. */
  async newestDecided(source: Source): Promise<(DecidedTraining & NotedTraining) | null> {
    const [row] = await source.query<DecidedTraining & NotedTraining>(
      `select model_id as "modelId", code, reason, epoch, takes_over_at_epoch as "takesOverAtEpoch", tracks, cause
       from trainings where state in ('adopted', 'refused') order by number desc limit 1`,
    );
    return row ?? null;
  }

  /** Keeps where a pending training goes on from. */
  async saveCheckpoint(source: Source, id: string, { pass, passes, content }: Checkpoint): Promise<void> {
    await source.query(
      `insert into training_checkpoints (training_id, pass, passes, content)
       select training_id, $2, $3, $4 from trainings where training_id = $1 and state = 'pending'
       on conflict (training_id) do update
         set pass = excluded.pass, passes = excluded.passes, content = excluded.content`,
      [id, pass, passes, Buffer.from(content.buffer, content.byteOffset, content.byteLength)],
    );
  }

  /** Where a training goes on from; null from its beginning. */
  async checkpoint(source: Source, id: string): Promise<Checkpoint | null> {
    const [row] = await source.query<Checkpoint>(
      "select pass, passes, content from training_checkpoints where training_id = $1",
      [id],
    );
    return row ?? null;
  }

  /** Forgets what operators asked for; returns whether there was anything. */
  async takeRequests(transaction: Transaction): Promise<boolean> {
    return (await transaction.query("delete from training_requests returning number")).length > 0;
  }

  /** Whether an operator has asked for a training. */
  async isRequested(source: Source): Promise<boolean> {
    return (await source.query("select from training_requests limit 1")).length > 0;
  }
}
