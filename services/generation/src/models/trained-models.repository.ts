import type { GenerationModelCard } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

type Source = Pick<Transaction, "query">;

/** Whether a model makes tracks. */
export type ModelStatus = "IN_FORCE" | "SUPERSEDED" | "REJECTED";

/** What of the state of models is kept beside them. */
export interface ModelsState {
  /** The model that makes tracks; null while there is none. */
  readonly servingModelId: string | null;
  /** Tracks when training was last tried; null before the first time. */
  readonly tracksAtTraining: number | null;
}

/** The models that were trained, and which one serves. */
@Injectable()
export class TrainedModelsRepository {
  async state(source: Source): Promise<ModelsState> {
    const [row] = await source.query<ModelsState>(
      `select serving_model_id as "servingModelId", tracks_at_training as "tracksAtTraining" from models_state`,
    );
    return row!;
  }

  async saveServing(transaction: Transaction, modelId: string | null): Promise<void> {
    await transaction.query("update models_state set serving_model_id = $1", [modelId]);
  }

  async saveTried(transaction: Transaction, tracks: number): Promise<void> {
    await transaction.query("update models_state set tracks_at_training = $1", [tracks]);
  }

  /** Ids of the models that may serve: the one in force, then those that it took over from, the newest first. */
  async candidates(source: Source): Promise<string[]> {
    const rows = await source.query<{ id: string }>(
      `select model_id as id from trained_models where status in ('IN_FORCE', 'SUPERSEDED')
       order by status = 'IN_FORCE' desc, number desc`,
    );
    return rows.map(({ id }) => id);
  }

  /** The record of the model in force, or null. */
  async inForce(source: Source): Promise<GenerationModelCard | null> {
    const [row] = await source.query<{ card: GenerationModelCard }>(
      "select card from trained_models where status = 'IN_FORCE'",
    );
    return row?.card ?? null;
  }

  /** Keeps a model's record; one that was kept before gets another number, as it is decided anew. */
  async save(transaction: Transaction, card: GenerationModelCard): Promise<void> {
    await transaction.query("delete from trained_models where model_id = $1", [card.modelId]);
    await transaction.query(
      "insert into trained_models (model_id, kind, status, card) values ($1, $2, $3, $4)",
      [card.modelId, card.kind, card.status, JSON.stringify(card)],
    );
  }

  /** Has the model in force superseded; returns its record, or null if there is none. */
  async supersede(transaction: Transaction): Promise<GenerationModelCard | null> {
    const card = await this.inForce(transaction);
    if (card === null) return null;
    const superseded = { ...card, status: "SUPERSEDED" };
    await transaction.query(
      "update trained_models set status = 'SUPERSEDED', card = $2 where model_id = $1",
      [card.modelId, JSON.stringify(superseded)],
    );
    return superseded;
  }

  /** Artifacts of models that will not serve again: all but those of the first few candidates. */
  async artifactsToRemove(source: Source, keep: number): Promise<string[]> {
    const candidates = (await this.candidates(source)).slice(0, keep);
    const rows = await source.query<{ hash: string }>(
      "select hash from model_artifacts where hash <> all($1::text[])",
      [candidates],
    );
    return rows.map(({ hash }) => hash);
  }
}
