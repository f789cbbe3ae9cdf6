import type { Scenario } from "../scenario.js";
import { connectionScenarios } from "./connections.js";
import { databaseScenarios } from "./database.js";
import { diskScenarios } from "./disks.js";
import { rebuildScenarios } from "./rebuilds.js";
import { recordScenarios } from "./records.js";
import { replicaScenarios } from "./replicas.js";
import { shortScenario } from "./short.js";
import { signalScenarios } from "./signals.js";
import { topicScenarios } from "./topics.js";

/** Every scenario of the harness, in the order in which they run. */
export const SCENARIOS: readonly Scenario[] = [
  shortScenario,
  ...signalScenarios,
  ...recordScenarios,
  ...databaseScenarios,
  ...diskScenarios,
  ...topicScenarios,
  ...rebuildScenarios,
  ...connectionScenarios,
  ...replicaScenarios,
];
