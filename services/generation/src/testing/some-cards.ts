import type { FittedCard } from "../training/fit-outcome.js";

/** What a fit says of a model. */
export function someCard(change: Partial<FittedCard> = {}): FittedCard {
  return {
    modelId: "0".repeat(64),
    backend: "cpu",
    tracks: 300,
    features: ["bpm"],
    metrics: {},
    model: "",
    kind: "copula",
    contentHash: "0".repeat(64),
    contentSize: 10,
    seed: "epoch 1",
    counts: {},
    columns: [],
    conditions: [],
    gates: [],
    passes: [],
    calibration: [],
    collapses: [],
    ...change,
  };
}
