import type { IngestionStatus } from "@interlude/contracts";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { StatusPublisher, type StatusUpdate } from "./status-publisher.js";

const START = Date.UTC(2026, 10, 22);
const QUIET: StatusUpdate = {
  note: null,
  code: null,
  progress: null,
  packetsBehind: 0,
  upTo: null,
  omissions: [],
};
const reading = (progress: number): StatusUpdate => ({ ...QUIET, note: `${progress * 100} %`, progress });
const stopped = (code: string): StatusUpdate => ({ ...QUIET, note: "stopped", code });

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

function begin(send: (status: IngestionStatus) => Promise<void> = async () => undefined) {
  const sent: { at: number; status: IngestionStatus }[] = [];
  const failures: unknown[] = [];
  const publisher = new StatusPublisher({
    send: (status) => {
      sent.push({ at: Date.now() - START, status });
      return send(status);
    },
    onFailure: (error) => void failures.push(error),
    now: Date.now,
  });
  const notes = () => sent.map(({ at, status }) => [at, status.note]);
  const publish = async (status: StatusUpdate, thenPass: number) => {
    publisher.publish(status);
    await vi.advanceTimersByTimeAsync(thenPass);
  };
  return { publisher, sent, failures, notes, publish };
}

describe("the published status of ingestion", () => {
  it("is progress every two seconds, and the newest of it", async () => {
    const { publish, notes, sent } = begin();
    for (let second = 0; second < 5; second++) await publish(reading(second / 100), 1_000);
    expect(notes()).toEqual([
      [0, "0 %"],
      [2_000, "1 %"],
      [4_000, "3 %"],
    ]);
    expect(sent[1]!.status.ts).toBe((START + 2_000) * 1000);
  });

  it("is nothing while it says the same", async () => {
    const { publish, notes } = begin();
    for (let poll = 0; poll < 100; poll++) await publish({ ...QUIET }, 500);
    expect(notes()).toEqual([[0, null]]);
  });

  it("is at once that it stops, goes on, and has read its files", async () => {
    const { publish, notes } = begin();
    await publish(reading(0.5), 100);
    await publish(stopped("PACKET_GAP"), 100);
    await publish(stopped("TOKEN_REFUSED"), 100);
    await publish(reading(0.25), 100);
    await publish(reading(0.75), 100);
    await publish(QUIET, 100);
    expect(notes()).toEqual([
      [0, "50 %"],
      [100, "stopped"],
      [200, "stopped"],
      [300, "25 %"],
      [500, null],
    ]);
  });

  it("is sent one at a time, however long it takes", async () => {
    const held: (() => void)[] = [];
    const { publish, notes } = begin(() => new Promise((resolve) => held.push(resolve)));
    await publish(reading(0.1), 10_000);
    await publish(reading(0.2), 10_000);
    await publish(stopped("PACKET_GAP"), 10_000);
    expect(notes()).toEqual([[0, "10 %"]]);
    held[0]!();
    await vi.advanceTimersByTimeAsync(0);
    expect(notes()).toEqual([
      [0, "10 %"],
      [30_000, "stopped"],
    ]);
  });

  it("is tried again when it failed, and that is told once", async () => {
    let isAway = true;
    const { publish, sent, failures } = begin(async () => {
      if (isAway) throw new Error("the broker is away");
    });
    await publish(stopped("PACKET_GAP"), 9_000);
    expect(sent.length).toBe(5);
    expect(failures).toEqual([new Error("the broker is away")]);
    isAway = false;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(sent.length).toBe(6);
    isAway = true;
    await publish(QUIET, 100);
    expect(failures.length).toBe(2);
  });

  it("ends with the newest status, unless that takes too long", async () => {
    const quick = begin();
    await quick.publish(reading(0.1), 500);
    await quick.publish(reading(0.2), 500);
    await quick.publisher.close(1_000);
    await quick.publish(stopped("PACKET_GAP"), 60_000);
    expect(quick.notes()).toEqual([
      [0, "10 %"],
      [1_000, "20 %"],
    ]);
    const stuck = begin(() => new Promise(() => undefined));
    stuck.publisher.publish(QUIET);
    const closing = stuck.publisher.close(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await closing;
  });

  it("keeps its pace and ends with the newest, whatever is said and fails", async () => {
    const update = fc.oneof(
      fc.integer({ min: 0, max: 9 }).map((tenth) => reading(tenth / 10)),
      fc.constant(QUIET),
    );
    const step = fc.record({ update, pause: fc.integer({ min: 0, max: 3_000 }), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
        let fails = false;
        const { publish, sent } = begin(async () => {
          if (fails) throw new Error("no");
        });
        for (const one of steps) {
          fails = one.fails;
          await publish(one.update, one.pause);
        }
        fails = false;
        await vi.advanceTimersByTimeAsync(10_000);
        expect(sent.at(-1)!.status).toMatchObject(steps.at(-1)!.update);
        const progress = sent.filter(({ status }) => status.progress !== null);
        const pauses = progress.slice(1).map(({ at }, i) => at - progress[i]!.at);
        expect(pauses.filter((pause) => pause < 2_000)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
