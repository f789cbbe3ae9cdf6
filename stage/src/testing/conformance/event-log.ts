import { describe } from "vitest";
import { describeAppenders } from "./appenders.js";
import { describeAppending } from "./appending.js";
import type { CreateLog } from "./test-log.js";
import { describeGroups } from "./groups.js";
import { describePausing } from "./pausing.js";
import { describeReading } from "./reading.js";
import { describeSubscribing } from "./subscribing.js";
import { describeTopics } from "./topics.js";

/**
 * What every event log must do, whatever it is made of: one suite for the log in memory and for
 * Kafka, so that what tests see in memory is what production does.
 */
export function describeEventLog(name: string, create: CreateLog): void {
  describe(name, () => {
    describeTopics(create);
    describeAppending(create);
    describeAppenders(create);
    describeReading(create);
    describeSubscribing(create);
    describePausing(create);
    describeGroups(create);
  });
}
