import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeOf } from "../errors.js";
import { KnownProgress } from "./known-progress.js";

const at = (partition: number, nextOffset: bigint) => ({ topic: "t", partition, nextOffset });

function accepts(known: KnownProgress, position: ReturnType<typeof at>): boolean {
  try {
    known.observePositions([position]);
    return true;
  } catch (error) {
    if (codeOf(error) === "STORE_WENT_BACK") return false;
    throw error;
  }
}

describe("what a process knows of its store", () => {
  it("takes any positions and epochs that do not fall, and no others", () => {
    const seen = fc.array(fc.tuple(fc.nat({ max: 2 }), fc.bigInt({ min: 0n, max: 9n })));
    fc.assert(
      fc.property(seen, (positions) => {
        const known = new KnownProgress();
        const highest = [0n, 0n, 0n];
        for (const [partition, nextOffset] of positions) {
          const isAccepted = accepts(known, at(partition, nextOffset));
          expect(isAccepted).toBe(nextOffset >= highest[partition]!);
          if (isAccepted) highest[partition] = nextOffset;
        }
      }),
    );
  });

  it("names the partition, both offsets and what to do", () => {
    const known = new KnownProgress();
    known.observePositions([at(1, 7n)]);
    expect(() => known.observePositions([at(1, 5n)])).toThrow(/t\/1 at 5, .* 7: .* Start the service again/);
  });

  it("holds completed epochs to the same, and a number that comes twice to its state", () => {
    const known = new KnownProgress();
    const wentBack = expect.objectContaining({ code: "STORE_WENT_BACK" });
    const completed = (epoch: number, stateId = `state ${epoch}`) => ({ epoch, sequence: 0, stateId });
    known.observeEpoch(completed(3));
    known.observeEpoch(completed(3));
    expect(() => known.observeEpoch(completed(2))).toThrow(wentBack);
    expect(() => known.observeEpoch(completed(3, "of a restored store"))).toThrow(wentBack);
    known.observeEpoch(completed(4, "of a restored store"));
  });
});
