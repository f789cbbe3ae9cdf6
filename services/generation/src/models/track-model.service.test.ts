import type { Marker } from "@interlude/contracts";
import { serializeTrackModel } from "@interlude/core-tracks";
import { modelWithoutLastFeature, untrainedModel } from "@interlude/core-tracks/testing";
import type { PostgresContext } from "@interlude/infra-postgres";
import { StatusReporter, createLogger } from "@interlude/infra-runtime";
import { describe, expect, it } from "vitest";
import type { TracksRepository } from "../inputs/tracks.repository.js";
import type { TotalsRepository } from "../totals.repository.js";
import type { ModelsRepository, StoredModel } from "./models.repository.js";
import { TrackModelService } from "./track-model.service.js";
import type { TrackModelTrainer } from "./track-model.trainer.js";

const trained = untrainedModel("trained");
const text = serializeTrackModel(untrainedModel("stored"));
const marker: Marker = { epoch: 7, sequence: 7, kind: "packet", producedBy: "normalization", ts: 0 };

/** Completes an epoch with as many tracks as the stored model was trained on. */
async function modelFor(body: string, tracks: number) {
  let stored: (StoredModel & { readonly body: string }) | null = {
    modelId: "tracks-older",
    trainedAtEpoch: 1,
    catalogueTracks: tracks,
    backend: "cpu",
    body,
  };
  const models: Pick<ModelsRepository, "current" | "body" | "save" | "removeAll"> = {
    current: async () => stored,
    body: async () => stored!.body,
    save: async (_transaction, model) => void (stored = model),
    removeAll: async () => void (stored = null),
  };
  const reporter = new StatusReporter();
  const service = new TrackModelService(
    models as ModelsRepository,
    { trainingSample: async () => [] } as unknown as TracksRepository,
    { read: async () => ({ tracks }) } as unknown as TotalsRepository,
    { train: async () => ({ model: trained, backend: "cpu" }) } as unknown as TrackModelTrainer,
    reporter,
    createLogger({ service: "generation", level: "fatal" }),
  );
  const context = { publish: async () => {} } as unknown as PostgresContext;
  const { model, isNew } = await service.modelFor(marker, context);
  return { model, isNew, stored, note: reporter.read().note };
}

describe("TrackModelService", () => {
  it.each([
    ["of a build with a feature fewer", modelWithoutLastFeature(text).text],
    ["of another format", text.replace("interlude-track-model-1", "interlude-track-model-0")],
    ["that is cut off", text.slice(0, 500)],
  ])("replaces a stored model %s", async (_, body) => {
    const { model, isNew, stored } = await modelFor(body, 500);
    expect(model).toBe(trained);
    expect(isNew).toBe(true);
    expect(stored).toMatchObject({ modelId: trained.id, trainedAtEpoch: 7 });
  });

  it("goes on without a model if there is too little to replace one, and notes it", async () => {
    const { model, stored, note } = await modelFor(modelWithoutLastFeature(text).text, 120);
    expect(model).toBeNull();
    expect(stored).toBeNull();
    expect(note).toMatch(/^no tracks: this build cannot read model tracks-older, .* 120 tracks/);
  });

  it("keeps a model that it can read", async () => {
    const { model, isNew, note } = await modelFor(text, 500);
    expect(serializeTrackModel(model!)).toBe(text);
    expect(isNew).toBe(false);
    expect(note).toContain("model tracks-older");
  });
});
