export { growingWorld } from "./growing-world.js";
export { linkModel, operatingPoint } from "./link-models.js";
