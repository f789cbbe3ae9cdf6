import {
  conditionOf,
  conditioningFeaturesOf,
  generateTrack,
  nameTrackVector,
  type ArtistContext,
  type TrainingTrack,
} from "@interlude/core-tracks";
import { describe, expect, it } from "vitest";
import { loadTensorFlow } from "@interlude/infra-tensorflow";
import { contextOf, syntheticCatalogue } from "./testing/synthetic-catalogue.js";
import { trainTrackModel } from "./train-track-model.js";

const { tf } = await loadTensorFlow();
const small = syntheticCatalogue({ artists: 60, tracks: 240, seed: "small" });
const QUICK = { steps: 12, hidden: 8, latent: 3 };

describe("a model trained on a catalogue of known structure", async () => {
  const { artists, tracks } = syntheticCatalogue({ artists: 500, tracks: 2500, seed: "structure" });
  const model = await trainTrackModel(tf, tracks, { steps: 500, hidden: 64 });

  function meanOf(feature: string, contexts: readonly TrainingTrack["context"][]): number {
    let sum = 0;
    let count = 0;
    const { clusters } = model.conditions;
    for (const [i, [a, b]] of contexts.entries()) {
      const condition = conditionOf(
        model.conditions,
        conditioningFeaturesOf(clusters, a),
        conditioningFeaturesOf(clusters, b),
      );
      for (let sample = 0; sample < 5; sample++) {
        const { vector } = generateTrack(model, { pairKey: `pair ${i}`, sample, condition });
        sum += nameTrackVector(vector).descriptors[feature]!;
        count++;
      }
    }
    return sum / count;
  }

  it("has the marginals and correlations of held-out tracks, and valid vectors only", () => {
    expect(model.metrics["evaluatedOnHeldOut"]).toBe(1);
    expect(model.metrics["ksComplementMean"]).toBeGreaterThan(0.9);
    expect(model.metrics["ksComplementMin"]).toBeGreaterThan(0.8);
    expect(model.metrics["correlationSimilarity"]).toBeGreaterThan(0.94);
    expect(model.metrics["failedChecksShare"]).toBe(0);
  });

  it("did not collapse, and listens to the condition", () => {
    expect(model.metrics["activeUnits"]).toBeGreaterThanOrEqual(2);
    expect(model.metrics["conditionGain"]).toBeGreaterThan(1);
  });

  it("makes the tracks of more popular pairs more danceable, as the catalogue's are", () => {
    const some = artists.slice(0, 60);
    const withPopularity = (popularity: number) =>
      some.map(({ context }, i): TrainingTrack["context"] => {
        const at = (artist: ArtistContext): ArtistContext => ({ ...artist, popularity });
        return [at(context), at(some[(i + 7) % some.length]!.context)];
      });
    const means = [5, 30, 55, 80, 95].map((popularity) => meanOf("danceability", withPopularity(popularity)));
    for (let i = 1; i < means.length; i++) expect(means[i]).toBeGreaterThan(means[i - 1]!);
    expect(means[4]! - means[0]!).toBeGreaterThan(0.4);
  });

  it("tells genres apart by the artists' embeddings", () => {
    const solo = (genre: number) =>
      artists.filter((artist) => artist.genre === genre).map((artist) => contextOf(artist));
    expect(meanOf("instrumental", solo(3)) - meanOf("instrumental", solo(0))).toBeGreaterThan(0.25);
  });
});

describe("trainTrackModel", () => {
  it("gives the same model for the same tracks in any order, another for another seed", async () => {
    const one = await trainTrackModel(tf, small.tracks, QUICK);
    const again = await trainTrackModel(tf, [...small.tracks].reverse(), QUICK);
    const other = await trainTrackModel(tf, small.tracks, { ...QUICK, seed: "other" });
    expect(again).toEqual(one);
    expect(other.id).not.toBe(one.id);
  });

  it("reports each pass, lets the event loop turn and leaves no tensor behind", async () => {
    const before = tf.memory().numTensors;
    let turns = 0;
    let training = true;
    const turn = () => {
      turns++;
      if (training) setImmediate(turn);
    };
    setImmediate(turn);
    const passes: number[] = [];
    await trainTrackModel(
      tf,
      small.tracks,
      { ...QUICK, batch: 16, steps: 60 },
      { onPass: ({ pass }) => void passes.push(pass) },
    );
    training = false;
    expect(passes).toEqual(Array.from({ length: passes.length }, (_, i) => i + 1));
    expect(passes.length).toBeGreaterThan(1);
    expect(turns).toBeGreaterThan(3);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("stops when aborted, with the signal's reason and no tensor left", async () => {
    const before = tf.memory().numTensors;
    const controller = new AbortController();
    const reason = new Error("asked to stop");
    const passes: number[] = [];
    const training = trainTrackModel(tf, small.tracks, QUICK, {
      signal: controller.signal,
      onPass: ({ pass }) => {
        passes.push(pass);
        if (pass === 2) controller.abort(reason);
      },
    });
    await expect(training).rejects.toBe(reason);
    expect(passes).toEqual([1, 2]);
    expect(tf.memory().numTensors).toBe(before);
  });

  it("refuses a catalogue that is too small, before it trains", async () => {
    await expect(trainTrackModel(tf, small.tracks.slice(0, 10), QUICK)).rejects.toMatchObject({
      code: "TRACKS_TOO_FEW",
    });
  });

  it("gives nearly the same model on another backend: weights within 0.001 after twelve steps", async () => {
    const here = await trainTrackModel(tf, small.tracks, QUICK);
    const { tf: slow } = await loadTensorFlow(["cpu"]);
    const there = await trainTrackModel(slow, small.tracks, QUICK);
    for (const [l, layer] of here.decoder.layers.entries()) {
      const other = there.decoder.layers[l]!;
      for (const [i, weight] of layer.weights.entries()) {
        expect(Math.abs(weight - other.weights[i]!)).toBeLessThan(1e-3);
      }
    }
  });
});
