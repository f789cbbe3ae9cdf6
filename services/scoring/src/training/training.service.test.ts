import { CollaborationGraph } from "@interlude/core-graph";
import { ArtistFacts, type LinkModel, PRIOR_MODEL, canonicalJson, contentHash } from "@interlude/core-links";
import { growingWorld, linkModel } from "@interlude/core-links/testing";
import type { PostgresContext } from "@interlude/infra-postgres";
import { describe, expect, it } from "vitest";
import type { ModelsRepository } from "./models.repository.js";
import { TrainingService, isDue } from "./training.service.js";

describe("training", () => {
  it("is due at first sight of edges, and when they have changed by a tenth, with many candidates sooner", () => {
    expect([isDue(0, 0, false), isDue(1, 0, false), isDue(0, 10, false)]).toEqual([false, true, false]);
    expect([isDue(1099, 1000, false), isDue(1100, 1000, false)]).toEqual([false, true]);
    expect([isDue(901, 1000, false), isDue(900, 1000, false)]).toEqual([false, true]);
    expect([isDue(1019, 1000, true), isDue(1020, 1000, true)]).toEqual([false, true]);
  });
});

describe("TrainingService with a model of a build with a feature fewer", () => {
  const older = linkModel({ id: "link-older", features: linkModel().features.slice(0, -1) });

  /** Completes an epoch in which no edge changed since that model was trained. */
  async function trainOver(model: LinkModel, events: number) {
    const stored: string[] = [];
    const published: string[] = [];
    const graph = new CollaborationGraph();
    for (const { a, b, firstRecording } of growingWorld({ artists: 300, events, closure: 90, seed: 1 })) {
      graph.set(a, b, 1, firstRecording);
    }
    const edges = graph.adjacency.edgeCount;
    const models = { addModel: async (_: unknown, { id }: LinkModel) => stored.push(id) > 0 };
    const context = { publish: async (_: unknown, key: string) => void published.push(key) };
    const text = canonicalJson(model);
    const outcome = await new TrainingService(models as unknown as ModelsRepository, {
      operatingPoint: null,
    }).trainWhenDue(
      {
        model: { id: model.id, text, contentHash: contentHash(text) },
        threshold: null,
        edgesAtTraining: edges,
      },
      { graph, facts: new ArtistFacts(), version: 1 },
      { epoch: 2, candidates: 0 },
      context as unknown as PostgresContext,
    );
    expect(published).toEqual(stored);
    expect(outcome.edgesAtTraining).toBe(edges);
    return { ...outcome, stored };
  }

  it("trains although no edge changed", async () => {
    const { model, stored, refused, problem } = await trainOver(older, 2500);
    expect(model.features).toEqual(linkModel().features);
    expect(stored).toEqual([PRIOR_MODEL.id, model.id]);
    expect(refused).toContain("LINK_MODEL_FEATURE_MISSING");
    expect(problem).toBeNull();
  });

  it("has the prior model if there is too little to learn from, and the reason", async () => {
    const { model, stored, refused, problem } = await trainOver(older, 60);
    expect(model).toBe(PRIOR_MODEL);
    expect(stored).toEqual([PRIOR_MODEL.id]);
    expect(refused).toContain("LINK_MODEL_FEATURE_MISSING");
    expect(problem).toContain("at least 10 are needed");
  });

  it("keeps a model of its own features", async () => {
    const current = linkModel();
    const { model, stored, refused } = await trainOver(current, 2500);
    expect(model).toEqual(current);
    expect(stored).toEqual([]);
    expect(refused).toBeNull();
  });
});
