import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

export interface StoredModel {
  readonly modelId: string;
  readonly trainedAtEpoch: number;
  /** Tracks that the catalogue had when it was trained. */
  readonly catalogueTracks: number;
  readonly backend: string;
}

/** The trained generators. */
@Injectable()
export class ModelsRepository {
  /** The model in use, without its body; `null` before the first. */
  async current(transaction: Transaction): Promise<StoredModel | null> {
    const [model] = await transaction.query<StoredModel>(
      `select model_id as "modelId", trained_at_epoch as "trainedAtEpoch",
         catalogue_tracks as "catalogueTracks", backend
       from models order by trained_at_epoch desc limit 1`,
    );
    return model ?? null;
  }

  async body(transaction: Transaction, modelId: string): Promise<string> {
    const [model] = await transaction.query<{ body: string }>("select body from models where model_id = $1", [
      modelId,
    ]);
    return model!.body;
  }

  /** Removes the models: of those that one build cannot read none is in use. */
  async removeAll(transaction: Transaction): Promise<void> {
    await transaction.query("delete from models");
  }

  async save(transaction: Transaction, model: StoredModel & { readonly body: string }): Promise<void> {
    await transaction.query(
      `insert into models (model_id, trained_at_epoch, catalogue_tracks, backend, body)
       values ($1, $2, $3, $4, $5)
       on conflict (model_id) do update
         set trained_at_epoch = excluded.trained_at_epoch, catalogue_tracks = excluded.catalogue_tracks,
           backend = excluded.backend, body = excluded.body`,
      [model.modelId, model.trainedAtEpoch, model.catalogueTracks, model.backend, model.body],
    );
  }
}
