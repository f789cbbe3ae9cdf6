import type { IngestionStatus } from "@interlude/contracts";
import * as fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Saying, StatusAnnouncer } from "./status-publisher.js";

const START = Date.UTC(2026, 10, 22);
const QUIET: Saying = { note: null, code: null, progress: null, packetsBehind: 0, upTo: null };
const reading = (progress: number): Saying => ({ ...QUIET, note: `${progress * 100} %`, progress });
const stopped = (code: string): Saying => ({ ...QUIET, note: "stopped", code });

beforeEach(() => void vi.useFakeTimers({ now: START }));
afterEach(() => vi.useRealTimers());

function begin(send: (status: IngestionStatus) => Promise<void> = async () => undefined) {
  const sent: { at: number; status: IngestionStatus }[] = [];
  const failures: unknown[] = [];
  const announcer = new StatusAnnouncer({
    send: (status) => {
      sent.push({ at: Date.now() - START, status });
      return send(status);
    },
    onFailure: (error) => void failures.push(error),
    now: Date.now,
  });
  const notes = () => sent.map(({ at, status }) => [at, status.note]);
  const say = async (saying: Saying, thenPass: number) => {
    announcer.say(saying);
    await vi.advanceTimersByTimeAsync(thenPass);
  };
  return { announcer, sent, failures, notes, say };
}

describe("what ingestion makes known of itself", () => {
  it("is progress every two seconds, and the newest of it", async () => {
    const { say, notes, sent } = begin();
    for (let second = 0; second < 5; second++) await say(reading(second / 100), 1_000);
    expect(notes()).toEqual([
      [0, "0 %"],
      [2_000, "1 %"],
      [4_000, "3 %"],
    ]);
    expect(sent[1]!.status.ts).toBe((START + 2_000) * 1000);
  });

  it("is nothing while it says the same", async () => {
    const { say, notes } = begin();
    for (let poll = 0; poll < 100; poll++) await say({ ...QUIET }, 500);
    expect(notes()).toEqual([[0, null]]);
  });

  it("is at once that it stops, goes on, and has read its files", async () => {
    const { say, notes } = begin();
    await say(reading(0.5), 100);
    await say(stopped("PACKET_GAP"), 100);
    await say(stopped("TOKEN_REFUSED"), 100);
    await say(reading(0.25), 100);
    await say(reading(0.75), 100);
    await say(QUIET, 100);
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
    const { say, notes } = begin(() => new Promise((resolve) => held.push(resolve)));
    await say(reading(0.1), 10_000);
    await say(reading(0.2), 10_000);
    await say(stopped("PACKET_GAP"), 10_000);
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
    const { say, sent, failures } = begin(async () => {
      if (isAway) throw new Error("the broker is away");
    });
    await say(stopped("PACKET_GAP"), 9_000);
    expect(sent.length).toBe(5);
    expect(failures).toEqual([new Error("the broker is away")]);
    isAway = false;
    await vi.advanceTimersByTimeAsync(9_000);
    expect(sent.length).toBe(6);
    isAway = true;
    await say(QUIET, 100);
    expect(failures.length).toBe(2);
  });

  it("ends with its last words, unless they take too long", async () => {
    const quick = begin();
    await quick.say(reading(0.1), 500);
    await quick.say(reading(0.2), 500);
    await quick.announcer.close(1_000);
    await quick.say(stopped("PACKET_GAP"), 60_000);
    expect(quick.notes()).toEqual([
      [0, "10 %"],
      [1_000, "20 %"],
    ]);
    const stuck = begin(() => new Promise(() => undefined));
    stuck.announcer.say(QUIET);
    const closing = stuck.announcer.close(1_000);
    await vi.advanceTimersByTimeAsync(1_000);
    await closing;
  });

  it("keeps its pace and ends with the newest, whatever is said and fails", async () => {
    const saying = fc.oneof(
      fc.integer({ min: 0, max: 9 }).map((tenth) => reading(tenth / 10)),
      fc.constant(QUIET),
    );
    const step = fc.record({ saying, pause: fc.integer({ min: 0, max: 3_000 }), fails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 20 }), async (steps) => {
        let fails = false;
        const { say, sent } = begin(async () => {
          if (fails) throw new Error("no");
        });
        for (const one of steps) {
          fails = one.fails;
          await say(one.saying, one.pause);
        }
        fails = false;
        await vi.advanceTimersByTimeAsync(10_000);
        expect(sent.at(-1)!.status).toMatchObject(steps.at(-1)!.saying);
        const progress = sent.filter(({ status }) => status.progress !== null);
        const pauses = progress.slice(1).map(({ at }, i) => at - progress[i]!.at);
        expect(pauses.filter((pause) => pause < 2_000)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
