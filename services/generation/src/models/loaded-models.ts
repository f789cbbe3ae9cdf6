import { type GenerationModel, TracksError, parseGenerationModel } from "@interlude/core-tracks";
import type { ModelStore } from "./model-store.js";
import { ModelStoreError } from "./model-store.js";

/** A model that can serve, or why it cannot. */
export type LoadedModel =
  | { readonly kind: "loaded"; readonly model: GenerationModel }
  | { readonly kind: "refused"; readonly code: string; readonly reason: string };

/** Models by id as they were last loaded: an artifact never changes. */
export class LoadedModels {
  #newest: { readonly id: string; readonly model: GenerationModel } | null = null;

  /** Loads a model's artifact. One that is missing, corrupt, or of another format or feature space is refused. */
  async load(store: ModelStore, id: string): Promise<LoadedModel> {
    if (this.#newest?.id === id) return { kind: "loaded", model: this.#newest.model };
    try {
      const content = await store.get(id);
      if (content === null) return refused(id, "ARTIFACT_MISSING", "its artifact is not in the store");
      const model = parseGenerationModel(content);
      this.#newest = { id, model };
      return { kind: "loaded", model };
    } catch (error) {
      if (error instanceof TracksError || error instanceof ModelStoreError)
        return refused(id, error.code, error.message);
      throw error;
    }
  }
}

function refused(id: string, code: string, reason: string): LoadedModel {
  return { kind: "refused", code, reason: `model ${id.slice(0, 12)} cannot be served (${code}): ${reason}` };
}
