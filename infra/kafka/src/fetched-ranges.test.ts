import { beforeEach, describe, expect, it } from "vitest";
import { FetchedRanges } from "./fetched-ranges.js";

const partition = { topic: "t", partition: 0 };

describe("fetched ranges", () => {
  let ranges: FetchedRanges;
  beforeEach(() => {
    ranges = new FetchedRanges();
    ranges.stoppedAt(partition, 10n);
  });

  it("begin where the partition was positioned", () => {
    expect(ranges.startOf(partition, 10n)).toBe(10n);
  });

  it("show a gap: an offset that does not follow what was delivered", () => {
    expect(ranges.startOf(partition, 11n)).toBe(11n);
    ranges.delivered(partition, 20n, 20n);
    expect(ranges.startOf(partition, 500n)).toBe(500n);
  });

  it("bridge offsets without a record, behind a fetch and in fetches of nothing else", () => {
    ranges.delivered(partition, 20n, 22n);
    ranges.skipped(partition, 23n);
    expect(ranges.startOf(partition, 23n)).toBe(20n);
  });

  it("bridge them again when a fetch was not handled and is repeated", () => {
    ranges.skipped(partition, 12n);
    expect(ranges.startOf(partition, 12n)).toBe(10n);
    expect(ranges.startOf(partition, 12n)).toBe(10n);
  });

  it("follow a handler that goes back or stops within a fetch", () => {
    ranges.delivered(partition, 20n, 22n);
    ranges.stoppedAt(partition, 3n);
    expect(ranges.startOf(partition, 3n)).toBe(3n);
  });

  it("say of partitions that they do not know what kafkajs asked for", () => {
    expect(ranges.startOf({ ...partition, partition: 1 }, 7n)).toBe(7n);
    ranges.clear();
    expect(ranges.startOf(partition, 12n)).toBe(12n);
  });
});
