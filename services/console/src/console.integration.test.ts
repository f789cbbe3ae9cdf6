import type { CandidateCollaboration } from "@interlude/contracts";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import * as fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import type { CandidatePage, Overview } from "./index.js";
import { ConsoleApp } from "./testing/console-app.js";
import { artistOf, candidateOf, deltaOf, numberedMbid, trackOf } from "./testing/records.js";
import { rebuild } from "./rebuild.js";

let test: TestDatabase;
let app: ConsoleApp;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "console");
  app = await ConsoleApp.start(test.database);
});
beforeEach(reset);
afterAll(async () => {
  await app?.close();
  await test?.dispose();
});

async function reset(): Promise<void> {
  await test.database.query(
    "truncate artists, edges, candidates, operating_points, synthetic_tracks, epochs, changes",
  );
  await test.database.query(
    "update totals set last_change = 0, artists = 0, edges = 0, candidates = 0, synthetic_tracks = 0",
  );
  await test.database.query("update graph_position set graph_version = 0, deltas_missing = false");
  app.rejected.length = 0;
}

async function overview(): Promise<Overview> {
  return (await app.get("/api/overview")).body as Overview;
}

async function allCandidates(limit: number): Promise<CandidatePage["candidates"]> {
  const found: CandidatePage["candidates"][number][] = [];
  for (let cursor = ""; ;) {
    const { body } = await app.get(`/api/candidates?limit=${limit}&cursor=${cursor}`);
    const { candidates, next } = body as CandidatePage;
    found.push(...candidates);
    if (next === null) return found;
    cursor = next;
  }
}

const POINTS = ["balanced-80", "balanced-90", "prevalence-80"];

describe("the read model", () => {
  it("equals the newest value of every key after any deliveries, whole or repeated", async () => {
    const step = fc.record({
      b: fc.integer({ min: 2, max: 7 }),
      value: fc.option(fc.record({ tenths: fc.integer({ min: 0, max: 10 }), points: fc.subarray(POINTS) }), {
        nil: null,
        freq: 3,
      }),
    });
    const batch = fc.record({
      steps: fc.array(step, { maxLength: 8 }),
      again: fc.boolean(),
      ends: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(batch, { maxLength: 8 }), async (batches) => {
        await reset();
        const folded = new Map<string, CandidateCollaboration>();
        let version = 0;
        let epoch = 1;
        for (const { steps, again, ends } of batches) {
          const candidates = steps.map(({ b, value }) => {
            version += 1;
            const key = `${numberedMbid(1)}:${numberedMbid(b)}`;
            folded.delete(key);
            if (value === null) return [key, null] as const;
            const { tenths, points } = value;
            const fields = { probability: tenths / 10, operatingPoints: points, graphVersion: version };
            folded.set(key, candidateOf(1, b, fields));
            return candidateOf(1, b, fields);
          });
          await app.deliver({ epoch, candidates });
          if (again) await app.deliver({ epoch, candidates });
          if (ends) {
            await app.complete(epoch);
            epoch += 1;
          }
        }
        await expectState(folded);
      }),
      { numRuns: 40 },
    );
  });

  async function expectState(folded: ReadonlyMap<string, CandidateCollaboration>): Promise<void> {
    const found = await allCandidates(3);
    const bare = found.map(({ sinceEpoch: _since, changedEpoch: _changed, ...candidate }) => candidate);
    const expected = [...folded.values()].sort(
      (one, other) => other.probability - one.probability || (one.artistB < other.artistB ? 1 : -1),
    );
    expect(bare).toEqual(expected);
    const { totals, operatingPoints } = await overview();
    expect(totals.candidates).toBe(folded.size);
    const passing = POINTS.map((name) => ({
      name,
      candidates: expected.filter((candidate) => candidate.operatingPoints.includes(name)).length,
    }));
    expect(operatingPoints).toEqual(passing.filter(({ candidates }) => candidates > 0));
    const [changes] = await test.database.query<{ rows: number; span: number }>(
      "select count(*) as rows, coalesce(max(id) - min(id) + 1, 0)::bigint as span from changes",
    );
    expect(changes!.rows).toBe(changes!.span);
  }

  it("follows the graph, its removals and its late records", async () => {
    await app.deliver({
      deltas: [deltaOf(1, 2, { graphVersion: 1 }), deltaOf(1, 3, { graphVersion: 2 })],
      artists: [artistOf(1), artistOf(2), artistOf(3)],
    });
    await app.deliver({
      deltas: [
        deltaOf(1, 2, { graphVersion: 3, kind: "edgeChanged", weight: 5 }),
        deltaOf(1, 3, { graphVersion: 4, kind: "edgeRemoved", weight: 0 }),
        deltaOf(2, 3, { graphVersion: 5 }),
        deltaOf(2, 3, { graphVersion: 6, kind: "edgeRemoved", weight: 0 }),
      ],
      artists: [artistOf(2, { name: "Renamed", graphVersion: 9 })],
    });
    await app.deliver({ deltas: [deltaOf(1, 2, { graphVersion: 2, weight: 9 })] });
    await app.deliver({ artists: [artistOf(2, { name: "Late", graphVersion: 8 })] });
    await app.complete(1);
    expect((await app.get(`/api/artists/${numberedMbid(1)}`)).body).toMatchObject({
      collaborators: [{ artist: numberedMbid(2), name: "Renamed", weight: 5 }],
    });
    const { totals, epochs } = await overview();
    expect(totals).toMatchObject({ artists: 3, edges: 1 });
    expect(epochs[0]!.counts).toMatchObject({
      edgesAdded: 2,
      edgesChanged: 1,
      edgesRemoved: 1,
      artistsWritten: 4,
    });
  });

  it("waits at a gap in the graph's changes, and takes its next whole snapshot", async () => {
    const snapshot = (graphVersion: number, pairs: readonly (readonly [number, number])[]) => [
      ...pairs.map(([a, b]) => deltaOf(a, b, { graphVersion, kind: "snapshotEdge" as const, weight: 7 })),
      deltaOf(0, 0, { graphVersion, kind: "snapshotEnd", weight: pairs.length }),
    ];
    await app.deliver({ deltas: [deltaOf(1, 2, { graphVersion: 1 }), deltaOf(1, 3, { graphVersion: 2 })] });
    await app.deliver({ deltas: [deltaOf(1, 4, { graphVersion: 4 })] });
    expect((await overview()).totals.edges).toBe(2);
    expect(app.reporter.read().note).toMatch(
      /^waits for a snapshot of the graph: changes after its version 2 /,
    );
    await app.deliver({
      deltas: snapshot(5, [
        [1, 2],
        [1, 4],
      ]).slice(1),
    });
    expect(app.reporter.read().note).not.toBeNull();
    await app.deliver({
      deltas: [
        ...snapshot(6, [
          [1, 2],
          [1, 5],
        ]),
        deltaOf(1, 6, { graphVersion: 7 }),
      ],
    });
    expect(app.reporter.read().note).toBeNull();
    const rows = await test.database.query("select artist_b as b, weight from edges order by artist_b");
    expect(rows).toEqual([
      { b: numberedMbid(2), weight: 7 },
      { b: numberedMbid(5), weight: 7 },
      { b: numberedMbid(6), weight: 1 },
    ]);
    expect((await overview()).totals.edges).toBe(3);
  });

  it("is the same after it was rebuilt from its topics, without what they have no more", async () => {
    const pair = `${numberedMbid(1)}:${numberedMbid(2)}`;
    const said = {
      deltas: [deltaOf(1, 2, { graphVersion: 1 }), deltaOf(1, 3, { graphVersion: 2 })],
      artists: [artistOf(1), artistOf(2)],
      candidates: [candidateOf(1, 4), candidateOf(2, 3)],
      tracks: [trackOf(1, 4, 0)],
    };
    await app.deliver({ ...said, candidates: [...said.candidates, candidateOf(1, 2)] });
    await app.deliver({ candidates: [[pair, null]] });
    await app.complete(1);
    const before = (await overview()).totals;
    await app.deliver({
      candidates: [candidateOf(5, 6)],
      artists: [artistOf(9)],
      tracks: [trackOf(5, 6, 0)],
    });
    const [{ last }] = (await test.database.query("select last_change as last from totals")) as [
      { last: number },
    ];
    await test.database.transaction((transaction) => transaction.run(rebuild));
    await app.deliver({ ...said, epoch: 2 });
    await app.complete(2);
    expect((await overview()).totals).toEqual(before);
    const keysOf = (candidates: readonly CandidateCollaboration[]) =>
      candidates.map(({ artistA, artistB }) => `${artistA}:${artistB}`).sort();
    expect(keysOf(await allCandidates(10))).toEqual(keysOf(said.candidates));
    // A page that is open sees that the numbers went on.
    const [{ first }] = (await test.database.query("select min(id) as first from changes")) as [
      { first: number },
    ];
    expect(first).toBe(last + 1);
  });

  it("forgets artists and tracks that are withdrawn", async () => {
    await app.deliver({
      artists: [artistOf(1)],
      candidates: [candidateOf(1, 2)],
      tracks: [trackOf(1, 2, 0), trackOf(1, 2, 1)],
    });
    const pair = `${numberedMbid(1)}:${numberedMbid(2)}`;
    await app.deliver({
      tracks: [
        [`${pair}:1`, null],
        [`${pair}:7`, null],
      ],
    });
    expect((await overview()).totals.syntheticTracks).toBe(1);
    await app.deliver({ candidates: [[pair, null]], tracks: [[`${pair}:0`, null]] });
    expect((await overview()).totals).toEqual({ artists: 1, edges: 0, candidates: 0, syntheticTracks: 0 });
  });

  it("sets malformed records aside and takes the rest", async () => {
    await app.deliver({
      deltas: [deltaOf(2, 1), deltaOf(1, 2, { weight: 0 }), deltaOf(1, 3)],
      artists: [artistOf(1, { artist: "artist:1" }), artistOf(2)],
      candidates: [
        candidateOf(2, 1),
        candidateOf(1, 4, { probability: Number.NaN }),
        candidateOf(1, 5),
        ["x", null],
      ],
      tracks: [trackOf(2, 1, 0), trackOf(1, 2, -1), trackOf(1, 2, 0)],
    });
    expect((await overview()).totals).toEqual({ artists: 1, edges: 1, candidates: 1, syntheticTracks: 1 });
    expect(app.rejected.sort()).toEqual([
      "ARTIST_INVALID",
      "CANDIDATE_INVALID",
      "CANDIDATE_INVALID",
      "CANDIDATE_INVALID",
      "DELTA_INVALID",
      "DELTA_INVALID",
      "TRACK_INVALID",
      "TRACK_INVALID",
    ]);
  });

  it("pages by place: what comes and goes does not shift the rest", async () => {
    const candidate = (b: number, probability: number) => candidateOf(1, b, { probability });
    await app.deliver({ candidates: [2, 3, 4, 5, 6].map((b) => candidate(b, b / 10)) });
    const first = (await app.get("/api/candidates?limit=2")).body as CandidatePage;
    await app.deliver({
      candidates: [candidate(9, 0.95), candidate(8, 0.25), [`${numberedMbid(1)}:${numberedMbid(5)}`, null]],
    });
    const second = (await app.get(`/api/candidates?limit=9&cursor=${first.next}`)).body as CandidatePage;
    expect(first.candidates.map(({ probability }) => probability)).toEqual([0.6, 0.5]);
    expect(second.candidates.map(({ probability }) => probability)).toEqual([0.4, 0.3, 0.25, 0.2]);
    expect(second.next).toBeNull();
  });
});
