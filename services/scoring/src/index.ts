export { definition } from "./definition.js";
export { ScoringModule } from "./scoring.module.js";
