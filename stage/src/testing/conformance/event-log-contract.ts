import { describe } from "vitest";
import { describeAppending } from "./appending-contract.js";
import type { CreateLog } from "./contract-log.js";
import { describeGroups } from "./groups-contract.js";
import { describePausing } from "./pausing-contract.js";
import { describeReading } from "./reading-contract.js";
import { describeSubscribing } from "./subscribing-contract.js";
import { describeTopics } from "./topics-contract.js";

/**
 * What every event log must do, whatever it is made of: one suite for the log in memory and for
 * Kafka, so that what tests see in memory is what production does.
 */
export function describeEventLog(name: string, create: CreateLog): void {
  describe(name, () => {
    describeTopics(create);
    describeAppending(create);
    describeReading(create);
    describeSubscribing(create);
    describePausing(create);
    describeGroups(create);
  });
}
