import { fillDisk } from "../inject/disk.js";
import type { Scenario } from "../scenario.js";
import { SmallDisk } from "../small-disk.js";

/** A server without room for another byte. */
export const diskScenarios: readonly Scenario[] = (["postgres", "kafka"] as const).map((server) => ({
  name: `disk-full-${server}`,
  fault: fillDisk(server, 30),
  seconds: 60,
  unavailable: () => SmallDisk.unavailable(),
}));
