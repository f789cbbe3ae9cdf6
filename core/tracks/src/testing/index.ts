export { modelWithoutLastFeature } from "./older-model.js";
