import {
  type DecisionThreshold,
  type KeptModel,
  type LinkModel,
  type Surprise,
  canonicalJson,
  contentHash,
} from "@interlude/core-links";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { FirstSeen } from "../pairs/pair-transition.js";
import type { ModelDecision } from "./link-model-card.js";

/** What the candidates were scored with. */
export interface ScoringState {
  /** Null before the first epoch. */
  readonly model: (KeptModel & { readonly id: string }) | null;
  /** What candidates reach; null while the model reaches no operating point. */
  readonly threshold: DecisionThreshold | null;
  /** Edges when training was last tried; 0 before the first time. */
  readonly edgesAtTraining: number;
  /** Of collaborations since the model took over, or training was tried. */
  readonly surprise: Surprise;
  /** Of the newest epoch that was scored; null before the first. */
  readonly marker: FirstSeen | null;
}

/** The link models that there were, and the state of scoring. */
@Injectable()
export class ModelsRepository {
  async state(transaction: Pick<Transaction, "query">): Promise<ScoringState> {
    const [row] = await transaction.query<{
      operating_point: string | null;
      decision_threshold: number | null;
      edges_at_training: number;
      surprise: Surprise;
      marker: FirstSeen | null;
      model_id: string | null;
      text: string;
      content_hash: string | null;
    }>(
      `select state.operating_point, state.decision_threshold, state.edges_at_training, state.model_id,
         json_build_object('pairs', surprise_pairs, 'loss', surprise_loss, 'squares', surprise_squares) as surprise,
         case when marker_epoch is not null
           then json_build_object('epoch', marker_epoch, 'sequence', marker_sequence, 'at', marker_at) end as marker,
         models.model::text as text, models.content_hash
       from scoring_state state left join models using (model_id)`,
    );
    const { model_id: id, text, content_hash: hash } = row!;
    const { operating_point: operatingPoint, decision_threshold: probability } = row!;
    return {
      model: id === null ? null : { id, text, contentHash: hash },
      threshold: operatingPoint === null || probability === null ? null : { operatingPoint, probability },
      edgesAtTraining: row!.edges_at_training,
      surprise: row!.surprise,
      marker: row!.marker,
    };
  }

  /** Saves what scores from now on. */
  async saveInUse(
    transaction: Transaction,
    { model, threshold }: { readonly model: LinkModel; readonly threshold: DecisionThreshold | null },
  ): Promise<void> {
    await transaction.query(
      "update scoring_state set model_id = $1, operating_point = $2, decision_threshold = $3",
      [model.id, threshold?.operatingPoint ?? null, threshold?.probability ?? null],
    );
  }

  /** Saves that training is tried with so many edges: surprise counts from then on. */
  async saveTried(transaction: Transaction, edges: number): Promise<void> {
    await transaction.query("update scoring_state set edges_at_training = $1", [edges]);
    await this.saveSurprise(transaction, { pairs: 0, loss: 0, squares: 0 });
  }

  /** Saves the marker of the epoch that is scored. */
  async saveMarker(transaction: Transaction, { epoch, sequence, at }: FirstSeen): Promise<void> {
    await transaction.query(
      "update scoring_state set marker_epoch = $1, marker_sequence = $2, marker_at = $3",
      [epoch, sequence, at],
    );
  }

  async saveSurprise(transaction: Transaction, { pairs, loss, squares }: Surprise): Promise<void> {
    await transaction.query(
      "update scoring_state set surprise_pairs = $1, surprise_loss = $2, surprise_squares = $3",
      [pairs, loss, squares],
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
