export { modelWithoutLastFeature } from "./older-model.js";
export { untrainedModel } from "./tracks.js";
