import { describe, expect, it } from "vitest";
import { statusOf as status } from "../../testing/status.js";
import { screenState } from "./screen-state.js";

const before = new Map([
  ["ingestion", status("ingestion", { published: 100, publishedEpoch: 4 })],
  ["graph", status("graph", { records: 10 })],
]);
const now = new Map([
  ["ingestion", status("ingestion", { published: 300, publishedEpoch: 5 })],
  ["graph", status("graph", { records: 50, publishedEpoch: 3, note: "waits", totals: { edges: 7 } })],
  ["console", status("console", { totals: { edges: 7 } })],
]);

describe("what the live screen shows", () => {
  const state = screenState({
    before: { at: 0, statuses: before },
    now: { at: 2_000, statuses: now },
    processes: [
      {
        name: "scoring",
        state: "starting",
        problem: "does not respond",
        pid: 7,
        restarts: 1,
        memoryBytes: undefined,
        logFile: "scoring.log",
      },
    ],
    lastPacket: { sequence: 9, since: 500 },
    consoleUrl: "http://here",
  });
  const stage = (name: string) => state.stages.find((line) => line.name === name);

  it("has rates between two looks: what ingestion sent, what others read", () => {
    expect([stage("ingestion")?.rate, stage("graph")?.rate]).toEqual([100, 20]);
  });

  it("has the lag of each stage in epochs, and nothing of one that does not respond", () => {
    expect([stage("graph")?.lag, stage("scoring")?.lag, stage("scoring")?.state]).toEqual([
      2,
      undefined,
      "starting",
    ]);
  });

  it("says once what is counted, what stages note, and how old the last packet is", () => {
    expect(state.totals).toEqual({ edges: 7 });
    expect(state.notes).toEqual(["graph: waits", "scoring: does not respond"]);
    expect(state.lastPacket).toEqual({ sequence: 9, ageSeconds: 1.5 });
  });
});
