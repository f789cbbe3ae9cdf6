import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { Embedding } from "../embedding/embedding.js";
import { numberedMbid } from "../testing/numbered-mbid.js";
import { DIGEST_BYTES, HEADER_WORDS } from "./snapshot-format.js";
import { readSnapshot } from "./snapshot-reader.js";
import { writeSnapshot } from "./snapshot-writer.js";
import { generatedGraph } from "../testing/generated-graph.js";
import { randomStates } from "../testing/random-graphs.js";
import "../testing/report-properties.js";

const REJECTED = /^GRAPH_SNAPSHOT_(UNRECOGNIZED|VERSION|TRUNCATED|CORRUPT)$/;

function small(): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  for (let n = 0; n < 4; n += 1) graph.intern(numberedMbid(n));
  graph.setEdge(0, 1, 2, 3);
  graph.setEdge(1, 2, 4, 5);
  return graph;
}

function bytesOf(adjacency: AdjacencyIndex, graphVersion = 7): Buffer {
  return Buffer.concat([...writeSnapshot({ adjacency, graphVersion, communities: null })]);
}

async function codeOf(bytes: Buffer): Promise<string> {
  return readSnapshot([bytes]).then(
    () => "read",
    (error: { code?: string }) => error.code ?? "an error without a code",
  );
}

/** Cuts bytes at some offsets. */
function cut(bytes: Buffer, offsets: readonly number[]): Buffer[] {
  const ends = [...new Set([0, ...offsets.map((offset) => offset % (bytes.length + 1)), bytes.length])].sort(
    (x, y) => x - y,
  );
  return ends.slice(1).map((end, i) => bytes.subarray(ends[i], end));
}

describe("snapshots", () => {
  it("are read back as they were written, however they are cut, and write the same bytes again", async () => {
    await fc.assert(
      fc.asyncProperty(randomStates, fc.array(fc.nat(), { maxLength: 20 }), async (state, offsets) => {
        const bytes = Buffer.concat([...writeSnapshot(state)]);
        const restored = await readSnapshot(cut(bytes, offsets));
        expect(restored.graphVersion).toBe(state.graphVersion);
        expect(restored.communities).toEqual(state.communities);
        expect(restored.embeddingRedefined).toBe(false);
        expect(Buffer.concat([...writeSnapshot(restored)]).equals(bytes)).toBe(true);
        const [before, after] = [state.adjacency, restored.adjacency];
        expect(after.edgeCount).toBe(before.edgeCount);
        for (let id = 0; id < before.artistCount; id += 1) {
          expect(after.mbids.mbidOf(id)).toBe(before.mbids.mbidOf(id));
          expect(after.neighboursOf(id)).toEqual(before.neighboursOf(id));
          for (const other of before.neighboursOf(id)) {
            expect(after.weight(id, other)).toBe(before.weight(id, other));
            expect(after.firstRecording(id, other)).toBe(before.firstRecording(id, other));
          }
        }
        const vectors = new Embedding(before);
        const again = new Embedding(after);
        for (let id = 0; id < before.artistCount; id += 1) {
          expect(again.hopSums(id)).toEqual(vectors.hopSums(id));
        }
      }),
    );
  });

  it("of more than one piece are read back too", async () => {
    const adjacency = generatedGraph({ artists: 20_000, edges: 40_000, seed: 3 });
    const pieces = [...writeSnapshot({ adjacency, graphVersion: 1, communities: null })];
    expect(pieces.length).toBeGreaterThan(3);
    const restored = await readSnapshot(pieces);
    expect(bytesOf(restored.adjacency, 1).equals(Buffer.concat(pieces))).toBe(true);
  });

  it("are rejected with a code when any byte is changed", async () => {
    await fc.assert(
      fc.asyncProperty(
        randomStates,
        fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
        fc.integer({ min: 1, max: 255 }),
        async (state, offset, damage) => {
          const bytes = Buffer.concat([...writeSnapshot(state)]);
          bytes[Math.floor(offset * bytes.length)]! ^= damage;
          expect(await codeOf(bytes)).toMatch(REJECTED);
        },
      ),
      { numRuns: 500 },
    );
  });

  it("are rejected with a code whichever byte it is", async () => {
    const bytes = bytesOf(small());
    for (let at = 0; at < bytes.length; at += 1) {
      const damaged = Buffer.from(bytes);
      damaged[at]! ^= 0x80;
      const expected =
        at < 8
          ? "GRAPH_SNAPSHOT_UNRECOGNIZED"
          : at < 12
            ? "GRAPH_SNAPSHOT_VERSION"
            : "GRAPH_SNAPSHOT_CORRUPT";
      expect(`${at} ${await codeOf(damaged)}`).toBe(`${at} ${expected}`);
    }
  });

  it("are rejected when they end early, wherever that is, and when they go on", async () => {
    const bytes = bytesOf(small());
    for (let length = 0; length < bytes.length; length += 1) {
      expect(await codeOf(bytes.subarray(0, length))).toBe("GRAPH_SNAPSHOT_TRUNCATED");
    }
    expect(await codeOf(Buffer.concat([bytes, Buffer.alloc(1)]))).toBe("GRAPH_SNAPSHOT_CORRUPT");
  });

  it.each([
    ["a later format", 2, 2, "GRAPH_SNAPSHOT_VERSION"],
    ["more artists than follow", 6, 5, "GRAPH_SNAPSHOT_CORRUPT"],
    ["fewer edges than follow", 7, 1, "GRAPH_SNAPSHOT_CORRUPT"],
    ["more edges than follow", 7, 3, "GRAPH_SNAPSHOT_CORRUPT"],
    ["more edges than anything can have", 7, 0xffffffff, "GRAPH_SNAPSHOT_CORRUPT"],
  ])("are rejected when the header says %s, its digest being right", async (_, word, value, code) => {
    const bytes = bytesOf(small());
    bytes.writeUInt32LE(value, word * 4);
    await sealHeader(bytes);
    expect(await codeOf(bytes)).toBe(code);
  });

  it("report that their vectors are of another definition", async () => {
    const bytes = bytesOf(small());
    bytes.writeUInt32LE(99, 9 * 4);
    await sealHeader(bytes);
    await sealBody(bytes);
    expect((await readSnapshot([bytes])).embeddingRedefined).toBe(true);
  });

  it("are not finished when the graph changes meanwhile", () => {
    const adjacency = small();
    const pieces = writeSnapshot({ adjacency, graphVersion: 1, communities: null });
    pieces.next();
    adjacency.removeEdge(0, 1);
    expect(() => pieces.next()).toThrow(expect.objectContaining({ code: "GRAPH_CHANGED_MEANWHILE" }));
  });
});

async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", Uint8Array.from(bytes)));
}

async function sealHeader(bytes: Buffer): Promise<void> {
  bytes.set((await sha256(bytes.subarray(0, HEADER_WORDS * 4 - 16))).subarray(0, 16), HEADER_WORDS * 4 - 16);
}

async function sealBody(bytes: Buffer): Promise<void> {
  bytes.set(await sha256(bytes.subarray(0, -DIGEST_BYTES)), bytes.length - DIGEST_BYTES);
}
