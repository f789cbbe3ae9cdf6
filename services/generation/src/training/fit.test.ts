import {
  NO_TRACKS,
  TracksError,
  addSums,
  parseGenerationModel,
  serializeGenerationModel,
  sumsOfTrack,
} from "@interlude/core-tracks";
import { loadTensorFlow, trainNetwork } from "@interlude/infra-tensorflow";
import { describe, expect, it } from "vitest";
import { LoadedModels } from "../models/loaded-models.js";
import { MemoryModelStore } from "../models/testing/memory-model-store.js";
import { catalogTracks } from "../testing/world.js";
import type { FitOutcome } from "./fit-outcome.js";
import { fitModels } from "./fit.js";
import { type TrainingInputs, artistsKey } from "./training-table.js";

/** Inputs without a graph: solo tracks. */
function inputs(count: number): TrainingInputs {
  const tracks = [...catalogTracks(0, count).values()].map((track) => ({ ...track, year: null }));
  const artists = new Map<string, ReturnType<typeof artistOf>>();
  const artistOf = (artist: string) => ({
    artist,
    embedding: [],
    degree: 0,
    popularity: 50,
    tracks: tracks
      .filter((track) => track.artists.includes(artist))
      .map(sumsOfTrack)
      .reduce((total, one) => addSums(total, one), NO_TRACKS),
  });
  for (const { artists: credited } of tracks)
    for (const artist of credited) artists.set(artist, artistOf(artist));
  return { tracks, artists, pairs: new Map() };
}

async function fit(given: TrainingInputs, store: MemoryModelStore): Promise<FitOutcome> {
  const { tf } = await loadTensorFlow(["cpu"]);
  return fitModels(
    given,
    { seed: "test", backend: "cpu", network: { steps: 4, hidden: 8, priorHidden: 4, latent: 2 } },
    { train: (data, options, hooks) => trainNetwork(tf, data, options, hooks), hooks: {}, store },
  );
}

describe("fitModels", () => {
  it("keeps a copula and a VAE in the store, judges the VAE, and gives the same again", async () => {
    const store = new MemoryModelStore();
    const given = inputs(240);
    const outcome = await fit(given, store);
    if (outcome.kind !== "trained") throw new Error(outcome.reason);
    const { copula, vae, refusal } = outcome;
    expect(await store.list()).toHaveLength(2);
    for (const card of [copula, vae!]) {
      const model = parseGenerationModel((await store.get(card.modelId))!);
      expect(model.generator.kind).toBe(card.kind);
      expect(card.columns.map(({ name }) => name)).toEqual(
        model.generator.space.space.columns.map(({ name }) => name),
      );
      expect(card.counts).toMatchObject({ tracks: 240, pairs: new Set(given.tracks.map(artistsKey)).size });
      expect(card.metrics["rowsOutOfBounds"]).toBe(0);
    }
    expect(copula.gates).toEqual([]);
    expect(vae!.passes).toHaveLength(4);
    expect(vae!.calibration.length).toBeGreaterThan(0);
    expect(vae!.gates.map(({ note }) => note)).not.toContain("it was not measured");
    // Four steps train nothing.
    expect(refusal!.code).toMatch(/^GATES_FAILED$|^POSTERIOR_COLLAPSED$/);
    expect(await fit(given, new MemoryModelStore())).toEqual(outcome);
  }, 60_000);

  it("fails on too few tracks, with the reason", async () => {
    const store = new MemoryModelStore();
    expect(await fit(inputs(30), store)).toMatchObject({ kind: "failed", code: "TRACKS_TOO_FEW" });
    expect(await store.list()).toEqual([]);
  });
});

describe("an artifact of a model", () => {
  it("is refused if it is missing, damaged, cut off, or of another format or feature space", async () => {
    const store = new MemoryModelStore();
    const outcome = await fit(inputs(240), store);
    if (outcome.kind !== "trained") throw new Error(outcome.reason);
    const id = outcome.copula.modelId;
    const bytes = (await store.get(id))!;
    const codeOf = async (hash: string) => {
      const loaded = await new LoadedModels().load(store, hash);
      return loaded.kind === "refused" ? loaded.code : null;
    };
    expect(await codeOf(id)).toBeNull();
    expect(await codeOf("f".repeat(64))).toBe("ARTIFACT_MISSING");
    const text = Buffer.from(bytes).toString("utf8");
    const put = (changed: string) => store.put(Buffer.from(changed));
    expect(await codeOf(await put(text.slice(0, -10)))).toBe("MODEL_CORRUPT");
    expect(await codeOf(await put(text.slice(10)))).toBe("MODEL_CORRUPT");
    expect(await codeOf(await put(text.replace("generation-model-1", "generation-model-0")))).toBe(
      "MODEL_FORMAT_UNKNOWN",
    );
    store.damage(id, bytes.slice(1));
    expect(await codeOf(id)).toBe("ARTIFACT_CORRUPT");
    const model = parseGenerationModel(bytes);
    expect(Buffer.from(serializeGenerationModel(model)).equals(bytes)).toBe(true);
    expect(() => parseGenerationModel(Buffer.from("{}\n"))).toThrow(TracksError);
  }, 60_000);
});
