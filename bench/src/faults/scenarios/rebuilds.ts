import { rebuild } from "../inject/commands.js";
import type { Scenario } from "../scenario.js";

/** Each stage made anew while packets come in. Models are then trained at another epoch, and communities found anew. */
export const rebuildScenarios: readonly Scenario[] = [
  { name: "rebuild-normalization", fault: rebuild("normalization"), seconds: 10 },
  { name: "rebuild-console", fault: rebuild("console"), seconds: 10 },
  { name: "rebuild-graph", fault: rebuild("graph"), seconds: 10, sameAsWithoutFault: false },
  { name: "rebuild-scoring", fault: rebuild("scoring"), seconds: 10, sameAsWithoutFault: false },
  { name: "rebuild-generation", fault: rebuild("generation"), seconds: 10, sameAsWithoutFault: false },
];
