export { modelWithoutLastFeature } from "./older-model.js";
export { untrainedModel } from "./tracks.js";
export { type SyntheticTable, syntheticTable } from "./synthetic-table.js";
export { type TrackTaste, randomTrackInput } from "./track-inputs.js";
export { madeUpNetwork } from "../network/testing/made-up-network.js";
