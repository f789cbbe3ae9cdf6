export { linkModel, operatingPoint } from "./link-models.js";
