import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ObservedRecord } from "./observed-record.js";
import { PartitionOrder, type PartitionReport } from "./partition-order.js";

const SEED = Number(process.env["INTERLUDE_PROPERTY_SEED"] ?? 20_261_127);

type Sent = Omit<ObservedRecord, "offset"> & { readonly skip?: number };

const data = (epoch: number, fingerprint: number): Sent => ({ epoch, fingerprint, marker: "none" });
const marker = (epoch: number): Sent => ({ epoch, fingerprint: -epoch, marker: "marker" });

/** Judges what was sent, one offset each unless some are skipped before it. */
function judge(sent: readonly Sent[], { compacted = false, newestEpoch = 1_000 } = {}): PartitionReport {
  const order = new PartitionOrder({ compacted, newestEpoch });
  let offset = 0n;
  for (const { skip = 0, ...record } of sent) {
    offset += BigInt(skip);
    order.take({ ...record, offset });
    offset += 1n;
  }
  return order.report();
}

const codes = ({ examples }: PartitionReport): string[] =>
  examples.map(({ code, offset }) => `${code} ${offset}`);

/** What a producer that never fails sends: some records an epoch, then its marker; every record another. */
const streams = fc
  .array(fc.integer({ min: 0, max: 4 }), { minLength: 1, maxLength: 8 })
  .map((sizes) =>
    sizes.flatMap((size, index) => [
      ...Array.from({ length: size }, (_, at) => data(index + 1, 100 * (index + 1) + at)),
      marker(index + 1),
    ]),
  );

/** The stream as a producer leaves it that goes on, at some moments, from a record before. */
function sentWithRepeats(stream: readonly Sent[], failures: readonly { at: number; back: number }[]): Sent[] {
  const log: Sent[] = [];
  let next = 0;
  let remaining = [...failures];
  for (let sent = 0; next < stream.length; sent += 1) {
    const failure = remaining.find(({ at }) => at === sent);
    if (failure !== undefined) {
      remaining = remaining.filter((one) => one !== failure);
      next = Math.max(0, next - failure.back);
    }
    log.push(stream[next]!);
    next += 1;
  }
  return log;
}

const failures = fc.array(fc.record({ at: fc.nat(40), back: fc.integer({ min: 1, max: 12 }) }), {
  maxLength: 5,
});

describe("the order of a partition", () => {
  it("is right however often a producer goes on from a record before, and every marker counts once", () => {
    fc.assert(
      fc.property(streams, failures, (stream, failed) => {
        const report = judge(sentWithRepeats(stream, failed));
        expect(codes(report)).toEqual([]);
        expect(report.newestMarker).toBe(stream.at(-1)!.epoch);
      }),
      { seed: SEED },
    );
  });

  it("is broken by an old record anywhere behind its marker that is not the beginning of a whole repeat", () => {
    const planted = fc.tuple(streams, fc.nat(), fc.nat()).filter(([stream]) => stream.length > 2);
    fc.assert(
      fc.property(planted, ([stream, from, to]) => {
        const markers = stream.flatMap(({ marker: kind }, at) => (kind === "marker" ? [at] : []));
        const old = stream[from % (stream.length - 1)]!;
        const behind = markers.filter((at) => stream[at]!.epoch! >= old.epoch!);
        const at = behind[to % behind.length]! + 1;
        // Sent directly behind itself it is a whole repeat.
        fc.pre(stream[at - 1] !== old);
        expect(judge([...stream.slice(0, at), old, ...stream.slice(at)]).violations).toBeGreaterThan(0);
      }),
      { seed: SEED },
    );
  });

  it("says which rule a record breaks, and where", () => {
    expect(codes(judge([data(1, 1), marker(1), data(1, 2)]))).toEqual(["AFTER_MARKER 2"]);
    expect(codes(judge([data(2, 1), data(1, 2)]))).toEqual(["EPOCH_FELL 1"]);
    expect(codes(judge([data(3, 1), marker(2), marker(3)]))).toEqual(["MARKER_FELL 1"]);
    expect(codes(judge([data(1, 1), data(1, 2), marker(1), data(1, 1), data(2, 3)]))).toEqual([
      "REPEAT_BROKEN 4",
    ]);
    expect(codes(judge([data(1, 1), data(1, 2), marker(1), data(1, 1)]))).toEqual(["REPEAT_UNFINISHED 4"]);
  });

  it("takes no older value for a repeat because a record like it came before", () => {
    const sent = [data(1, 1), data(1, 2), marker(1), data(2, 3), data(1, 1), data(1, 7)];
    expect(codes(judge(sent))).toEqual(["REPEAT_BROKEN 5", "AFTER_MARKER 5"]);
  });

  it("finds the repeat among records that are the same", () => {
    const sent = [
      data(1, 1),
      data(1, 1),
      data(1, 2),
      marker(1),
      data(1, 1),
      data(1, 2),
      marker(1),
      data(2, 9),
    ];
    expect(judge(sent)).toMatchObject({ violations: 0, repeated: 3, markers: 1 });
  });

  it("leaves alone what the stages set aside, and records without an epoch", () => {
    const sent: Sent[] = [
      data(1, 1),
      { epoch: 999, fingerprint: 5, marker: "refused" },
      { ...marker(12) },
      { epoch: null, fingerprint: 6, marker: "none" },
      marker(1),
      data(2, 2),
    ];
    expect(judge(sent, { newestEpoch: 2 })).toMatchObject({
      violations: 0,
      setAside: 2,
      unnumbered: 1,
      markers: 1,
    });
  });

  it("cannot prove a repeat of what compaction removed, and says so; control records are no such gap", () => {
    const sent = [data(2, 2), { ...data(1, 1), skip: 5 }, marker(2)];
    expect(judge(sent, { compacted: true })).toMatchObject({ violations: 0, unproven: 1 });
    expect(judge(sent)).toMatchObject({ violations: 1, unproven: 0 });
    const controlled = [data(2, 2), { ...data(1, 1), skip: 1 }, marker(2)];
    expect(judge(controlled, { compacted: true })).toMatchObject({ violations: 1, unproven: 0 });
  });

  it("remembers what a relay has in hand, not the whole partition", () => {
    const many = Array.from({ length: 100_000 }, (_, at) => data(1, at));
    const recent = [...many, marker(1), ...many.slice(40_000), marker(1), data(2, -9)];
    expect(judge(recent)).toMatchObject({ violations: 0, repeated: 60_001 });
    expect(judge([...many, marker(1), ...many.slice(0, 3)]).violations).toBe(3);
  });
});
