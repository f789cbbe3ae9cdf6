import type { DecisionThreshold, LinkModel } from "@interlude/core-links";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

/** What the candidates were scored with. */
export interface ScoringState {
  readonly model: LinkModel | null;
  /** What candidates reach; null while the model reaches no operating point. */
  readonly threshold: DecisionThreshold | null;
  /** Edges when training was last tried; 0 before the first time. */
  readonly edgesAtTraining: number;
}

/** The link models that were in use, and the state of scoring. */
@Injectable()
export class ModelsRepository {
  async state(transaction: Transaction): Promise<ScoringState> {
    const [row] = await transaction.query<{
      operating_point: string | null;
      decision_threshold: number | null;
      edges_at_training: number;
      model: LinkModel | null;
    }>(
      `select state.operating_point, state.decision_threshold, state.edges_at_training, models.model
       from scoring_state state left join models using (model_id)`,
    );
    const { model, operating_point: operatingPoint, decision_threshold: probability } = row!;
    return {
      model,
      threshold: operatingPoint === null || probability === null ? null : { operatingPoint, probability },
      edgesAtTraining: row!.edges_at_training,
    };
  }

  async saveState(transaction: Transaction, state: ScoringState): Promise<void> {
    await transaction.query(
      `update scoring_state
       set model_id = $1, operating_point = $2, decision_threshold = $3, edges_at_training = $4`,
      [
        state.model?.id ?? null,
        state.threshold?.operatingPoint ?? null,
        state.threshold?.probability ?? null,
        state.edgesAtTraining,
      ],
    );
  }

  /** Keeps a model; one with the same id is the same. */
  async addModel(
    transaction: Transaction,
    model: LinkModel,
    at: { readonly epoch: number; readonly graphVersion: number },
  ): Promise<void> {
    await transaction.query(
      `insert into models (model_id, trained_at_epoch, graph_version, model)
       values ($1, $2, $3, $4) on conflict (model_id) do nothing`,
      [model.id, at.epoch, at.graphVersion, JSON.stringify(model)],
    );
  }
}
