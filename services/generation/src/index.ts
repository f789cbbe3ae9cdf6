export { definition } from "./definition.js";
export { GenerationModule } from "./generation.module.js";
