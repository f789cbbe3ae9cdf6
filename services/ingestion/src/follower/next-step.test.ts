import { describe, expect, it } from "vitest";
import type { Epoch, StreamHistory } from "../epochs/epoch.js";
import type { FolderContents } from "../sources/source-folder.js";
import { nextStep } from "./next-step.js";

const folder = (
  parts: Partial<Omit<FolderContents, "packets">> & { packets?: number[] },
): FolderContents => ({
  dumps: parts.dumps ?? [],
  features: parts.features ?? [],
  packets: new Map((parts.packets ?? []).map((n) => [n, `replication-${n}-v2.tar.bz2`])),
});
const nothing: StreamHistory = {
  lastEpoch: 0,
  hasCatalogue: false,
  sequence: null,
  schemaSequence: null,
  featureFiles: new Set(),
  open: null,
};
const loaded: StreamHistory = {
  ...nothing,
  lastEpoch: 3,
  hasCatalogue: true,
  sequence: 100,
  schemaSequence: 31,
};
const open = (parts: Partial<Epoch>): Epoch => ({
  epoch: 4,
  kind: "packet",
  files: [{ name: "replication-101-v2.tar.bz2", kind: "packet" }],
  sequence: 101,
  schemaSequence: 31,
  identity: "",
  ...parts,
});
const reads = (step: object) => ({ do: "read", step: expect.objectContaining(step) });
const stops = (code: string, reason: RegExp) => ({ do: "stop", code, reason: expect.stringMatching(reason) });

describe("the next step", () => {
  it("is nothing in an empty folder", () => {
    expect(nextStep(folder({}), nothing)).toEqual({ do: "wait" });
    expect(nextStep(folder({ packets: [99, 100] }), loaded)).toEqual({ do: "wait" });
  });

  it("begins with the dump and the feature files beside it, as one epoch", () => {
    const contents = folder({ dumps: ["mbdump.tar.bz2"], features: ["a.csv"], packets: [101] });
    const files = [
      { name: "mbdump.tar.bz2", kind: "dump" },
      { name: "a.csv", kind: "features" },
    ];
    expect(nextStep(contents, nothing)).toEqual(reads({ epoch: 1, kind: "dump", packet: null, files }));
  });

  it("begins with the lowest packet where there is no dump", () => {
    expect(nextStep(folder({ packets: [12, 7] }), nothing)).toEqual(reads({ epoch: 1, packet: 7 }));
  });

  it("loads a dump after feature files alone, but no second one", () => {
    const contents = folder({ dumps: ["mbdump.tar"], features: ["a.csv"] });
    const features = { ...nothing, lastEpoch: 1, featureFiles: new Set(["a.csv"]) };
    expect(nextStep(contents, features)).toEqual(reads({ epoch: 2, kind: "dump" }));
    expect(nextStep(contents, { ...loaded, featureFiles: new Set(["a.csv"]) })).toEqual({ do: "wait" });
  });

  it("takes new feature files before the next packet", () => {
    const contents = folder({ features: ["a.csv", "b.csv"], packets: [101] });
    const files = [{ name: "b.csv", kind: "features" }];
    const history = { ...loaded, featureFiles: new Set(["a.csv"]) };
    expect(nextStep(contents, history)).toEqual(reads({ epoch: 4, kind: "features", files }));
  });

  it("takes packets one by one and stops at a gap until it is filled", () => {
    expect(nextStep(folder({ packets: [100, 102, 101] }), loaded)).toEqual(reads({ packet: 101 }));
    expect(nextStep(folder({ packets: [102] }), loaded)).toEqual(
      stops("PACKET_GAP", /101 is missing and 102/),
    );
  });

  it("follows no packets after a dump that is tied to none", () => {
    const untied = { ...loaded, sequence: null };
    expect(nextStep(folder({ packets: [101] }), untied)).toEqual(
      stops("DUMP_WITHOUT_SEQUENCE", /tied to no/),
    );
    expect(nextStep(folder({}), untied)).toEqual({ do: "wait" });
  });

  it("finishes what was begun before anything else, under the same number", () => {
    const contents = folder({ features: ["new.csv"], packets: [101, 102] });
    const again = reads({ epoch: 4, kind: "packet", packet: 101 });
    expect(nextStep(contents, { ...loaded, open: open({}) })).toEqual(again);
    expect(nextStep(folder({ packets: [102] }), { ...loaded, open: open({}) })).toEqual(
      stops("SOURCE_FILE_MISSING", /put back replication-101-v2/),
    );
  });

  it("finishes without a feature file that was taken away", () => {
    const files = [
      { name: "mbdump.tar", kind: "dump" },
      { name: "bad.csv", kind: "features" },
    ] as const;
    const begun = { ...nothing, open: open({ epoch: 1, kind: "dump", files }) };
    expect(nextStep(folder({ dumps: ["mbdump.tar"] }), begun)).toEqual(
      reads({ epoch: 1, kind: "dump", files: files.slice(0, 1) }),
    );
  });
});
