import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { OffsetCommitter, type CommittedOffset } from "./offset-committer.js";

const partition = { topic: "t", partition: 0 };

describe("offset committer", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  function recording(): { committer: OffsetCommitter; commits: CommittedOffset[][] } {
    const commits: CommittedOffset[][] = [];
    return { committer: new OffsetCommitter(async (offsets) => void commits.push(offsets)), commits };
  }

  it("commits the newest offset of a partition once a second at most", async () => {
    const { committer, commits } = recording();
    for (let offset = 1n; offset <= 30n; offset++) {
      committer.record(partition, offset);
      await vi.advanceTimersByTimeAsync(100);
    }
    const offsets = commits.flat().map(({ offset }) => offset);
    expect(offsets).toEqual(["10", "20", "30"]);
  });

  it("commits at once when flushed, and not what was cleared", async () => {
    const { committer, commits } = recording();
    committer.record(partition, 5n);
    await committer.flush();
    committer.record(partition, 6n);
    committer.clear();
    await committer.flush();
    expect(commits).toEqual([[{ ...partition, offset: "5" }]]);
  });

  it("goes on after a commit that failed", async () => {
    const commits: CommittedOffset[][] = [];
    const committer = new OffsetCommitter(async (offsets) => {
      commits.push(offsets);
      if (commits.length === 1) throw new Error("rebalancing");
    });
    committer.record(partition, 1n);
    await expect(committer.flush()).resolves.toBeUndefined();
    committer.record(partition, 2n);
    await committer.flush();
    expect(commits).toHaveLength(2);
  });
});
