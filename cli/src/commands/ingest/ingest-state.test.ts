import { describe, expect, it } from "vitest";
import { statusOf } from "../../testing/status.js";
import { describeDownload, noteState } from "./ingest-state.js";

const status = statusOf("ingestion", { published: 1_000, memory: 2 ** 20 });

describe("what is shown while something is ingested", () => {
  it("is what ingestion says", () => {
    const note = "mbdump.tar.bz2 43 % · 118,000 rows/s · 12 min left";
    const stage = { name: "ingestion", state: "ready", total: 1_000, memoryBytes: 2 ** 20 };
    expect(noteState(status, note)).toEqual({ stages: [stage], totals: {}, notes: [note] });
    expect(noteState(status, null)).toMatchObject({ notes: [] });
  });

  it("is how far a download has got", () => {
    const download = { file: "mbdump.tar.bz2", bytes: 3_000_000_000, totalBytes: 7_000_000_000 };
    expect(describeDownload(download)).toBe("fetching mbdump.tar.bz2: 42 % of 7,000 MB");
    expect(describeDownload({ ...download, totalBytes: null })).toBe("fetching mbdump.tar.bz2: 3,000 MB");
    expect(noteState(null, "fetching")).toEqual({ stages: [], totals: {}, notes: ["fetching"] });
  });
});
