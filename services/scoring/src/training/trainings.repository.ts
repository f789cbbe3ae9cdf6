import type { ChallengerOutcome, LinkModel, ModelComparison } from "@interlude/core-links";
import { type Transaction, TrainingOutcomes } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

type Source = Pick<Transaction, "query">;

/** A training as it is noted. */
export interface NotedTraining {
  /** Epoch as of whose end the model is trained, and the version of the graph then. */
  readonly epoch: number;
  readonly graphVersion: number;
  /** First epoch that the model is to score. */
  readonly takesOverAtEpoch: number;
  readonly cause: string;
}

/** What a fit gave. */
export type FitOutcome =
  | ChallengerOutcome
  /** The fit ended in an error of ours. */
  | { readonly kind: "failed"; readonly code: string; readonly reason: string };

/** A training that is not decided. */
export interface OpenTraining extends NotedTraining {
  readonly id: string;
  readonly state: "pending" | "fitted";
}

/** A training that is decided: what the status shows of the newest one. */
export interface DecidedTraining {
  readonly modelId: string | null;
  readonly comparison: ModelComparison | null;
  readonly code: string | null;
  readonly reason: string | null;
}

const COLUMNS = `training_id as id, epoch, graph_version as "graphVersion",
  takes_over_at_epoch as "takesOverAtEpoch", cause, state`;

/** The trainings that there were, of which one at most is open. */
@Injectable()
export class TrainingsRepository {
  /** What the fits gave. */
  readonly outcomes = new TrainingOutcomes<FitOutcome>();

  /** The one that is not decided, or null. */
  async open(source: Source): Promise<OpenTraining | null> {
    const [row] = await source.query<OpenTraining>(
      `select ${COLUMNS} from trainings where state in ('pending', 'fitted')`,
    );
    return row ?? null;
  }

  /** Notes a training; no other may be open. */
  async note(
    transaction: Transaction,
    { epoch, graphVersion, takesOverAtEpoch, cause }: NotedTraining,
    champion: LinkModel,
  ): Promise<void> {
    await transaction.query(
      `insert into trainings (epoch, graph_version, takes_over_at_epoch, cause, champion)
       values ($1, $2, $3, $4, $5)`,
      [epoch, graphVersion, takesOverAtEpoch, cause, JSON.stringify(champion)],
    );
  }

  /** The model that was in use when a training was noted. */
  async championOf(source: Source, id: string): Promise<LinkModel> {
    const [row] = await source.query<{ champion: LinkModel }>(
      "select champion from trainings where training_id = $1",
      [id],
    );
    return row!.champion;
  }

  /** Decides a training. */
  async decide(transaction: Transaction, id: string, decided: DecidedTraining): Promise<void> {
    await transaction.query(
      `update trainings
       set state = case when $3::text is null then 'adopted' else 'refused' end,
         outcome = null, model_id = $2, code = $3, reason = $4, comparison = $5
       where training_id = $1`,
      [id, decided.modelId, decided.code, decided.reason, JSON.stringify(decided.comparison)],
    );
  }

  /** The newest training that is decided, or null. */
  async newestDecided(source: Source): Promise<DecidedTraining | null> {
    const [row] = await source.query<DecidedTraining>(
      `select model_id as "modelId", comparison, code, reason from trainings
       where state in ('adopted', 'refused') order by number desc limit 1`,
    );
    return row ?? null;
  }
}
