import {
  type DecisionThreshold,
  type KeptModel,
  type LinkModel,
  canonicalJson,
  contentHash,
} from "@interlude/core-links";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { ModelDecision } from "./link-model-card.js";

/** What the candidates were scored with. */
export interface ScoringState {
  /** Null before the first epoch. */
  readonly model: (KeptModel & { readonly id: string }) | null;
  /** What candidates reach; null while the model reaches no operating point. */
  readonly threshold: DecisionThreshold | null;
  /** Edges when training was last tried; 0 before the first time. */
  readonly edgesAtTraining: number;
}

/** The link models that there were, and the state of scoring. */
@Injectable()
export class ModelsRepository {
  async state(transaction: Pick<Transaction, "query">): Promise<ScoringState> {
    const [row] = await transaction.query<{
      operating_point: string | null;
      decision_threshold: number | null;
      edges_at_training: number;
      model_id: string | null;
      text: string;
      content_hash: string | null;
    }>(
      `select state.operating_point, state.decision_threshold, state.edges_at_training, state.model_id,
         models.model::text as text, models.content_hash
       from scoring_state state left join models using (model_id)`,
    );
    const { model_id: id, text, content_hash: hash } = row!;
    const { operating_point: operatingPoint, decision_threshold: probability } = row!;
    return {
      model: id === null ? null : { id, text, contentHash: hash },
      threshold: operatingPoint === null || probability === null ? null : { operatingPoint, probability },
      edgesAtTraining: row!.edges_at_training,
    };
  }

  async saveState(
    transaction: Transaction,
    state: Omit<ScoringState, "model"> & { readonly model: Pick<LinkModel, "id"> },
  ): Promise<void> {
    await transaction.query(
      `update scoring_state
       set model_id = $1, operating_point = $2, decision_threshold = $3, edges_at_training = $4`,
      [
        state.model.id,
        state.threshold?.operatingPoint ?? null,
        state.threshold?.probability ?? null,
        state.edgesAtTraining,
      ],
    );
  }

  /** Keeps a model and what was decided of it; one with the same id is the same. Returns whether either is new. */
  async addModel(
    transaction: Transaction,
    model: LinkModel,
    decision: Omit<ModelDecision, "comparison">,
  ): Promise<boolean> {
    const text = canonicalJson(model);
    const added = await transaction.query(
      `insert into models
         (model_id, trained_at_epoch, graph_version, takes_over_at_epoch, refusal, model, content_hash)
       values ($1, $2, $3, $4, $5, $6, $7)
       on conflict (model_id) do update
       set trained_at_epoch = excluded.trained_at_epoch, graph_version = excluded.graph_version,
         takes_over_at_epoch = excluded.takes_over_at_epoch, refusal = excluded.refusal
       where models.refusal is distinct from excluded.refusal
       returning model_id`,
      [
        model.id,
        decision.epoch,
        decision.graphVersion,
        decision.takesOverAtEpoch,
        decision.refusal,
        text,
        contentHash(text),
      ],
    );
    return added.length > 0;
  }
}
