import { describe, expect, it } from "vitest";
import type { Epoch, StreamHistory } from "../history/epoch.js";
import type { FolderContents } from "../sources/source-folder.js";
import { EMPTY_HISTORY } from "../testing/empty-history.js";
import { type PlanningInput, firstMissing, planEpoch } from "./plan-epoch.js";

const folder = (
  parts: Partial<Omit<FolderContents, "packets">> & { packets?: number[] },
): FolderContents => ({
  dumps: parts.dumps ?? [],
  features: parts.features ?? [],
  unreadable: parts.unreadable ?? new Set(),
  omitted: [],
  packets: new Map((parts.packets ?? []).map((n) => [n, `replication-${n}-v2.tar.bz2`])),
});
const loaded: StreamHistory = {
  ...EMPTY_HISTORY,
  lastEpoch: 3,
  hasCatalogue: true,
  sequence: 100,
  schemaSequence: 31,
  dump: { sequence: 90, sourceSequence: 90, identity: "", archives: [] },
};
const plan = (contents: FolderContents, history: StreamHistory, input: Partial<PlanningInput> = {}) =>
  planEpoch(contents, history, {
    archives: contents.dumps,
    isDumpNewer: false,
    awaited: [],
    changedFeatures: [],
    reapply: null,
    ...input,
  });
const open = (parts: Partial<Epoch>): Epoch => ({
  epoch: 4,
  kind: "packet",
  files: [{ name: "replication-101-v2.tar.bz2", kind: "packet" }],
  sequence: 101,
  sourceSequence: 101,
  schemaSequence: 31,
  upTo: null,
  identity: "",
  ...parts,
});
const reads = (epoch: object) => ({ do: "read", epoch: expect.objectContaining(epoch) });
const stops = (code: string, reason: RegExp, missing: number | null = null) => ({
  do: "stop",
  code,
  reason: expect.stringMatching(reason),
  missing,
});
const waits = (missing: number | null = null) => ({ do: "wait", missing });

describe("the next epoch", () => {
  it("is nothing in an empty folder", () => {
    expect(plan(folder({}), EMPTY_HISTORY)).toEqual(waits());
    expect(plan(folder({ packets: [99, 100] }), loaded)).toEqual(waits(101));
  });

  it("begins with the dump and the feature files beside it, as one epoch", () => {
    const contents = folder({ dumps: ["mbdump.tar.bz2"], features: ["a.csv"], packets: [101] });
    const files = [
      { name: "mbdump.tar.bz2", kind: "dump" },
      { name: "a.csv", kind: "features" },
    ];
    expect(plan(contents, EMPTY_HISTORY)).toEqual(reads({ epoch: 1, kind: "dump", packet: null, files }));
  });

  it("is no dump before its core archive is there", () => {
    const derived = "mbdump-derived.tar.bz2";
    expect(plan(folder({ dumps: [derived] }), EMPTY_HISTORY)).toEqual(waits());
    expect(plan(folder({ dumps: [derived] }), loaded, { isDumpNewer: true })).toEqual(waits(101));
    const both = [derived, "mbdump.tar.bz2"];
    expect(plan(folder({ dumps: both }), EMPTY_HISTORY)).toEqual(
      reads({ kind: "dump", files: both.map((name) => ({ name, kind: "dump" })) }),
    );
    expect(plan(folder({ dumps: ["mbdump-sample.tar.xz"] }), EMPTY_HISTORY)).toEqual(reads({ kind: "dump" }));
  });

  it("begins with the lowest packet where there is no dump", () => {
    expect(plan(folder({ packets: [12, 7] }), EMPTY_HISTORY)).toEqual(reads({ epoch: 1, packet: 7 }));
  });

  it("loads a dump after feature files alone, but no second one that is not newer", () => {
    const contents = folder({ dumps: ["mbdump.tar"], features: ["a.csv"] });
    const features = {
      ...EMPTY_HISTORY,
      lastEpoch: 1,
      featureFiles: new Map(["a.csv"].map((name) => [name, { sha256: "", fingerprint: null }])),
    };
    expect(plan(contents, features)).toEqual(reads({ epoch: 2, kind: "dump" }));
    expect(
      plan(contents, {
        ...loaded,
        featureFiles: new Map(["a.csv"].map((name) => [name, { sha256: "", fingerprint: null }])),
      }),
    ).toEqual(waits(101));
  });

  it("takes new feature files before the next packet", () => {
    const contents = folder({ features: ["a.csv", "b.csv"], packets: [101] });
    const files = [{ name: "b.csv", kind: "features" }];
    const history = {
      ...loaded,
      featureFiles: new Map(["a.csv"].map((name) => [name, { sha256: "", fingerprint: null }])),
    };
    expect(plan(contents, history)).toEqual(reads({ epoch: 4, kind: "features", files }));
  });

  it("takes packets one by one and stops at a gap until it is filled", () => {
    expect(plan(folder({ packets: [100, 102, 101] }), loaded)).toEqual(reads({ packet: 101 }));
    expect(plan(folder({ packets: [102] }), loaded)).toEqual(
      stops("PACKET_GAP", /101 is missing and 102/, 101),
    );
  });

  it("follows no packets after a dump that is tied to none", () => {
    const untied = { ...loaded, sequence: null };
    expect(plan(folder({ packets: [101] }), untied)).toEqual(stops("DUMP_WITHOUT_SEQUENCE", /tied to no/));
    expect(plan(folder({}), untied)).toEqual(waits());
  });

  it("finishes what was started before anything else, under the same number", () => {
    const contents = folder({ features: ["new.csv"], packets: [101, 102] });
    const again = reads({ epoch: 4, kind: "packet", packet: 101 });
    expect(plan(contents, { ...loaded, open: open({}) })).toEqual(again);
    expect(plan(folder({ packets: [102] }), { ...loaded, open: open({}) })).toEqual(
      stops("SOURCE_FILE_MISSING", /put back replication-101-v2/, 101),
    );
  });

  it("finishes without a feature file that was taken away", () => {
    const files = [
      { name: "mbdump.tar", kind: "dump" },
      { name: "bad.csv", kind: "features" },
    ] as const;
    const started = { ...EMPTY_HISTORY, open: open({ epoch: 1, kind: "dump", files }) };
    expect(plan(folder({ dumps: ["mbdump.tar"] }), started)).toEqual(
      reads({ epoch: 1, kind: "dump", files: files.slice(0, 1) }),
    );
  });

  it("does not finish without a feature file that cannot be opened", () => {
    const files = [{ name: "a.csv", kind: "features" }] as const;
    const started = { ...loaded, open: open({ kind: "features", files }) };
    const contents = folder({ unreadable: new Set(["a.csv"]) });
    expect(plan(contents, started)).toEqual(reads({ epoch: 4, kind: "features", files }));
  });

  it("is a newer dump, whatever is in the way of the packets", () => {
    const contents = folder({ dumps: ["mbdump.tar"], features: ["a.csv"], packets: [102] });
    const files = [
      { name: "mbdump.tar", kind: "dump" },
      { name: "a.csv", kind: "features" },
    ];
    expect(plan(contents, loaded, { isDumpNewer: true, reapply: 95 })).toEqual(
      reads({ epoch: 4, kind: "dump", packet: null, files }),
    );
    expect(plan(contents, { ...loaded, open: open({}) }, { isDumpNewer: true })).toEqual(
      stops("SOURCE_FILE_MISSING", /epoch 4 was begun/, 101),
    );
  });

  it("is a packet that is to be applied again, before the next one", () => {
    const contents = folder({ packets: [95, 101] });
    const files = [{ name: "replication-95-v2.tar.bz2", kind: "packet" }];
    const again = reads({ epoch: 4, kind: "packet", packet: 95, isReapplied: true, files });
    expect(plan(contents, loaded, { reapply: 95 })).toEqual(again);
    expect(plan(contents, loaded)).toEqual(reads({ packet: 101, isReapplied: false }));
    const started = open({ files: [{ name: "replication-95-v2.tar.bz2", kind: "packet" }], sequence: 100 });
    expect(plan(contents, { ...loaded, open: started })).toEqual(again);
    expect(plan(folder({}), loaded, { reapply: 95 })).toEqual(
      stops("SOURCE_FILE_MISSING", /put replication-95-v2/, 95),
    );
  });

  it.each([
    [90, /the dump of sequence 90 holds it/],
    [101, /it comes in its turn/],
  ])("is not packet %i again, which was not applied", (reapply, why) => {
    expect(plan(folder({ packets: [reapply] }), loaded, { reapply })).toEqual(
      stops("PACKET_NOT_APPLIED", why),
    );
  });
});

describe("the first packet missing", () => {
  it("is behind those that follow one another", () => {
    expect(firstMissing(folder({ packets: [5, 6, 8] }), 5)).toBe(7);
    expect(firstMissing(folder({ packets: [6] }), 5)).toBe(5);
  });
});
