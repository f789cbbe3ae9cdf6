import { mix32 } from "@interlude/core-numerics";
import type { CollaborationGraph } from "@interlude/core-graph";
import { numberedMbid } from "@interlude/core-graph/testing";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type GraphApp, startGraphApp } from "../testing/graph-app.js";
import { runEpoch } from "../testing/run-epoch.js";
import { type EpochInput, expectedState } from "../testing/epoch-inputs.js";
import type { CommonNeighboursResponse, EgoResponse, NearestResponse, PathResponse } from "./responses.js";

const ARTISTS = 60;
const EDGES = 90;
/** In the catalogue, and in no collaboration. */
const LONER = numberedMbid(ARTISTS);
/** A component of two artists. */
const DUO = { a: ARTISTS + 1, b: ARTISTS + 2, weight: 1 };

let test: TestDatabase;
let app: GraphApp;
let graph: CollaborationGraph;

/** Few enough edges that paths are long and some artists are cut off. */
const world: EpochInput = {
  artists: Array.from({ length: ARTISTS + 3 }, (_, n) => ({ n, name: `artist ${n}`, popularity: null })),
  pairs: [
    DUO,
    ...Array.from({ length: EDGES }, (_, n) => {
      const [one, other] = [mix32(2 * n) % ARTISTS, mix32(2 * n + 1) % (ARTISTS - 1)];
      const another = other < one ? other : other + 1;
      return { a: Math.min(one, another), b: Math.max(one, another), weight: 1 + (n % 7) };
    }),
  ],
  fault: "none",
};

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "graph");
  app = await startGraphApp(test.database);
  await runEpoch(test.database, app, world, { published: [], rejected: [] });
  graph = expectedState([world]).graph;
});
afterAll(async () => {
  await app.close();
  await test.dispose();
});

async function ask<Body>(path: string): Promise<{ status: number; body: Body }> {
  const response = await fetch(`${app.url}/graph/${path}`);
  return { status: response.status, body: (await response.json()) as Body };
}

const id = (mbid: string): number => graph.adjacency.mbids.find(mbid);
const mbidsOf = (ids: Iterable<number>): string[] =>
  Array.from(ids, (one) => graph.adjacency.mbids.mbidOf(one));
const connected = (): string[] =>
  mbidsOf(Array.from({ length: graph.adjacency.artistCount }, (_, n) => n)).filter(
    (mbid) => graph.adjacency.degree(id(mbid)) > 0,
  );

/** Distances from an artist by breadth-first search. */
function distancesFrom(mbid: string): Map<string, number> {
  const distances = new Map([[mbid, 0]]);
  for (const [artist, distance] of distances) {
    for (const neighbour of mbidsOf(graph.adjacency.neighboursOf(id(artist)))) {
      if (!distances.has(neighbour)) distances.set(neighbour, distance + 1);
    }
  }
  return distances;
}

describe("GET /graph/artists/:mbid/ego", () => {
  it("has all artists up to depth two within its caps, named, and the edges between them", async () => {
    for (const mbid of connected().slice(0, 20)) {
      const { body } = await ask<EgoResponse>(`artists/${mbid}/ego?depth=2&first=200&second=400`);
      const rings = new Map([...distancesFrom(mbid)].filter(([, distance]) => distance <= 2));
      expect(new Map(body.artists.map(({ artist, ring }) => [artist, ring]))).toEqual(rings);
      expect(body.artists[0]).toEqual({
        artist: mbid,
        name: `artist ${Number.parseInt(mbid.slice(-12), 16)}`,
        ring: 0,
        degree: graph.adjacency.degree(id(mbid)),
      });
      for (const { artistA, artistB, recordings, firstRecording } of body.collaborations) {
        expect(artistA < artistB).toBe(true);
        expect(recordings).toBe(graph.adjacency.weight(id(artistA), id(artistB)));
        expect(firstRecording).toBe(graph.adjacency.firstRecording(id(artistA), id(artistB)));
      }
      expect(body.graphVersion).toBe(graph.adjacency.edgeCount);
    }
  });

  it("keeps to its caps and reports the totals", async () => {
    const hub = connected().sort((x, y) => graph.adjacency.degree(id(y)) - graph.adjacency.degree(id(x)))[0]!;
    const { body } = await ask<EgoResponse>(`artists/${hub}/ego?depth=2&first=2&second=1`);
    expect(body.artists.map(({ ring }) => ring)).toEqual([0, 1, 1, 2]);
    expect(body.firstTotal).toBe(graph.adjacency.degree(id(hub)));
    const { body: flat } = await ask<EgoResponse>(`artists/${hub}/ego`);
    expect(flat.artists).toHaveLength(1 + graph.adjacency.degree(id(hub)));
  });
});

describe("GET /graph/path", () => {
  it("is a shortest path with the collaboration of each edge, and null if there is none", async () => {
    const [from] = connected();
    const distances = distancesFrom(from!);
    for (const to of connected()
      .filter((mbid) => distances.has(mbid))
      .slice(0, 30)) {
      const { body } = await ask<PathResponse>(`path?from=${from}&to=${to}`);
      expect(body.steps).toHaveLength(distances.get(to)!);
      const walked = body.path!.map(({ artist }) => artist);
      expect([walked[0], walked.at(-1)]).toEqual([from, to]);
      for (const [n, step] of body.steps.entries()) {
        expect([step.artistA, step.artistB]).toEqual([walked[n]!, walked[n + 1]!].sort());
        expect(step.recordings).toBe(graph.adjacency.weight(id(step.artistA), id(step.artistB)));
        expect(step.recordings).toBeGreaterThan(0);
      }
    }
    const { body } = await ask<PathResponse>(`path?from=${from}&to=${numberedMbid(DUO.a)}`);
    expect([body.path, body.steps]).toEqual([null, []]);
  });
});

describe("GET /graph/common", () => {
  it("has the common neighbours, smallest degree first", async () => {
    const artists = connected().slice(0, 12);
    for (const a of artists) {
      for (const b of artists) {
        const both = mbidsOf(graph.adjacency.neighboursOf(id(a))).filter((other) =>
          graph.adjacency.hasEdge(id(b), id(other)),
        );
        const { body } = await ask<CommonNeighboursResponse>(`common?a=${a}&b=${b}`);
        expect(body.artists.map(({ artist }) => artist).sort()).toEqual(both.sort());
        const degrees = body.artists.map(({ degree }) => degree);
        expect(degrees).toEqual([...degrees].sort((x, y) => x - y));
        expect(body.total).toBe(both.length);
      }
    }
  });
});

describe("GET /graph/artists/:mbid/nearest", () => {
  it("has the nearest of all by cosine, nearest first", async () => {
    const vectors = new Map(connected().map((mbid) => [mbid, graph.embeddingOf(id(mbid))]));
    for (const mbid of connected().slice(0, 10)) {
      const cosines = [...vectors]
        .filter(([other]) => other !== mbid)
        .map(([other, vector]) => ({
          other,
          cosine: vector.reduce((sum, x, d) => sum + x * vectors.get(mbid)![d]!, 0),
        }))
        .sort((x, y) => y.cosine - x.cosine);
      const { body } = await ask<NearestResponse>(`artists/${mbid}/nearest?count=7`);
      expect(body.artists.map(({ artist }) => artist)).toEqual(cosines.slice(0, 7).map(({ other }) => other));
      for (const [n, { artist, cosine, collaborator }] of body.artists.entries()) {
        expect(cosine).toBeCloseTo(cosines[n]!.cosine, 6);
        expect(collaborator).toBe(graph.adjacency.hasEdge(id(mbid), id(artist)));
      }
    }
  });
});

describe("a query that fails", () => {
  const mbid = numberedMbid(1);
  it.each([
    [`artists/${LONER}/ego`, 404, "ARTIST_UNKNOWN"],
    ["artists/no-mbid/ego", 400, "PARAMETER_INVALID"],
    [`artists/${mbid}/ego?depth=3`, 400, "PARAMETER_INVALID"],
    [`artists/${mbid}/ego?first=201`, 400, "PARAMETER_INVALID"],
    [`artists/${mbid}/ego?first=1e1`, 400, "PARAMETER_INVALID"],
    [`artists/${mbid}/ego?first=1&first=2`, 400, "PARAMETER_INVALID"],
    [`artists/${mbid}/ego?frist=1`, 400, "PARAMETER_UNKNOWN"],
    [`artists/${mbid}/nearest?count=101`, 400, "PARAMETER_INVALID"],
    [`path?from=${mbid}`, 400, "PARAMETER_INVALID"],
    [`path?from=${mbid}&to=${LONER}`, 404, "ARTIST_UNKNOWN"],
    [`common?a=${mbid}&b=${"x".repeat(100)}`, 400, "PARAMETER_INVALID"],
  ])("%s responds with %i %s", async (path, status, code) => {
    expect(await ask(path)).toEqual({ status, body: { code, message: expect.any(String) as string } });
  });

  it("says why while an epoch is being applied, and succeeds after it", async () => {
    let commit: () => void = () => {};
    const committed = new Promise<void>((resolve) => (commit = resolve));
    let began: () => void = () => {};
    const underWay = new Promise<void>((resolve) => (began = resolve));
    const epoch = test.database.transactionOnce((transaction) =>
      app.memory.epoch(transaction, async (before) => {
        began();
        await committed;
        return { after: before, result: null };
      }),
    );
    await underWay;
    const failed = await ask<{ code: string; message: string }>(`artists/${mbid}/ego`);
    expect([failed.status, failed.body.code]).toEqual([503, "GRAPH_NOT_READY"]);
    expect(failed.body.message).toContain("epoch");
    commit();
    await epoch;
    expect((await ask(`path?from=${mbid}&to=${mbid}`)).status).toBe(200);
  });

  it("loads the graph if there is none, because an epoch was rolled back", async () => {
    app.memory.invalidate();
    expect((await ask(`path?from=${mbid}&to=${mbid}`)).status).toBe(200);
  });
});

describe("a replica that completes no epoch", () => {
  it("responds from what another has completed, and says of which version that is", async () => {
    const standby = await startGraphApp(test.database);
    const path = `graph/artists/${numberedMbid(DUO.a)}/ego`;
    const versionOf = async ({ url }: GraphApp): Promise<number> => {
      const response = await fetch(`${url}/${path}`);
      return ((await response.json()) as EgoResponse).graphVersion;
    };
    const before = await versionOf(standby);
    const heavier = { ...world, artists: [], pairs: [{ ...DUO, weight: 9 }] };
    await runEpoch(test.database, app, heavier, { published: [], rejected: [] });
    expect(await versionOf(app)).toBe(before + 1);
    await expect.poll(() => versionOf(standby)).toBe(before + 1);
    await standby.close();
  });
});
