import { schemas } from "@interlude/contracts";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import type { CandidateDetail, CandidatePage, Neighbourhood, Overview } from "./index.js";
import { ConsoleApp } from "./testing/console-app.js";
import { artistOf, candidateOf, deltaOf, numberedMbid, statusOf, trackOf } from "./testing/records.js";

let test: TestDatabase;
let app: ConsoleApp;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "console");
  app = await ConsoleApp.start(test.database);
  // Two circles around artist 1: {2, 3, 4} and {5, 6}; 7 and 8 are one step further out.
  const edges = [
    [1, 2],
    [1, 3],
    [1, 4],
    [1, 5],
    [1, 6],
    [2, 3],
    [2, 4],
    [3, 4],
    [5, 6],
    [2, 7],
    [3, 7],
    [5, 8],
  ];
  await app.deliver({
    deltas: edges.map(([a, b], i) => deltaOf(a!, b!, { graphVersion: i + 1, weight: a! + b! })),
    artists: [
      artistOf(1, { name: "Björk", degree: 5, community: 4 }),
      artistOf(2, { name: "Miles Davis", degree: 4, popularity: 71.5, community: 9 }),
      artistOf(3, { name: "Miles Mosley", degree: 4, community: 9 }),
      ...[4, 5, 6].map((n) => artistOf(n, { community: 4 })),
      artistOf(8),
    ],
    candidates: [
      candidateOf(1, 7, {
        nameA: "Björk",
        nameB: "!!!",
        probability: 0.9,
        operatingPoints: ["balanced-80", "prevalence-80"],
      }),
      candidateOf(1, 8, { nameA: "Björk", nameB: "O'Donel", probability: 0.4 }),
      candidateOf(2, 5, { nameA: "Miles Davis", nameB: "Artist 5", probability: 0.4 }),
      candidateOf(3, 8, { probability: 0.1, operatingPoints: [] }),
    ],
    tracks: [trackOf(1, 7, 1), trackOf(1, 7, 0)],
  });
  await app.complete(1, "dump");
});
afterAll(async () => {
  await app?.close();
  await test?.dispose();
});

async function pairs(query: string): Promise<string[]> {
  const { status, body } = await app.get(`/api/candidates?${query}`);
  expect(status).toBe(200);
  return (body as CandidatePage).candidates.map(
    ({ artistA, artistB }) =>
      `${Number.parseInt(artistA.slice(-4), 16)}-${Number.parseInt(artistB.slice(-4), 16)}`,
  );
}

describe("GET /api/candidates", () => {
  it("lists whole candidates, the most probable first", async () => {
    const { body } = await app.get("/api/candidates?limit=1");
    const { candidates, next } = body as CandidatePage;
    expect(candidates).toEqual([
      {
        ...candidateOf(1, 7, {
          nameA: "Björk",
          nameB: "!!!",
          probability: 0.9,
          operatingPoints: ["balanced-80", "prevalence-80"],
        }),
        sinceEpoch: 1,
        changedEpoch: 1,
      },
    ]);
    expect(next).not.toBeNull();
    expect(await pairs("")).toEqual(["1-7", "2-5", "1-8", "3-8"]);
  });

  it.each([
    [`artist=${numberedMbid(8)}`, ["1-8", "3-8"]],
    ["name=bjork", ["1-7", "1-8"]],
    ["name=BJ%20o", ["1-8"]],
    ["name=davis%20mil", ["2-5"]],
    ["name=!!!", ["1-7"]],
    ["name=davisx", []],
    ["point=prevalence-80", ["1-7", "2-5", "1-8"]],
    ["point=balanced-80", ["1-7"]],
    ["point=nothing", []],
    ["minimumProbability=0.4", ["1-7", "2-5", "1-8"]],
    [`minimumProbability=0.3&artist=${numberedMbid(8)}&point=prevalence-80&name=bj`, ["1-8"]],
  ])("filters by %s", async (query, expected) => {
    expect(await pairs(query)).toEqual(expected);
  });

  it.each([
    ["limit=0", "PARAMETER_INVALID"],
    ["artist=1%27%20or%201=1", "PARAMETER_INVALID"],
    ["cursor=e30", "CURSOR_INVALID"],
    ["page=2", "PARAMETER_UNKNOWN"],
    ["name=a&name=b", "PARAMETER_REPEATED"],
  ])("refuses %s with a code", async (query, code) => {
    expect(await app.get(`/api/candidates?${query}`)).toEqual({
      status: 400,
      body: { code, message: expect.any(String) },
    });
  });
});

describe("GET /api/candidates/:a/:b", () => {
  it("explains a candidate, in either order of its artists", async () => {
    const { body } = await app.get(`/api/candidates/${numberedMbid(7)}/${numberedMbid(1).toUpperCase()}`);
    const { candidate, probabilityMeaning, sharedCollaborators, syntheticTracks } = body as CandidateDetail;
    expect(schemas["candidate-collaborations"]).toContain(probabilityMeaning);
    expect(candidate.probability).toBe(0.9);
    expect(sharedCollaborators).toEqual([
      { artist: numberedMbid(2), name: "Miles Davis", degree: 4, withA: 3, withB: 9 },
      { artist: numberedMbid(3), name: "Miles Mosley", degree: 4, withA: 4, withB: 10 },
    ]);
    expect(syntheticTracks).toEqual([trackOf(1, 7, 0), trackOf(1, 7, 1)]);
  });

  it("says why a pair is no candidate", async () => {
    expect(await app.get(`/api/candidates/${numberedMbid(1)}/${numberedMbid(2)}`)).toEqual({
      status: 404,
      body: { code: "NOT_A_CANDIDATE", message: expect.stringContaining("3 recordings together") },
    });
    expect((await app.get(`/api/candidates/${numberedMbid(1)}/${numberedMbid(99)}`)).status).toBe(404);
    expect((await app.get(`/api/candidates/${numberedMbid(1)}/x`)).status).toBe(400);
  });
});

describe("GET /api/artists", () => {
  it("finds artists by the beginnings of words, the best connected first", async () => {
    expect(await app.get("/api/artists?name=mil")).toEqual({
      status: 200,
      body: {
        artists: [
          { artist: numberedMbid(2), name: "Miles Davis", degree: 4, weightedDegree: 4, popularity: 71.5 },
          { artist: numberedMbid(3), name: "Miles Mosley", degree: 4, weightedDegree: 6, popularity: null },
        ],
      },
    });
  });

  it("knows with whom an artist recorded most", async () => {
    const { body } = await app.get(`/api/artists/${numberedMbid(1)}`);
    expect(body).toMatchObject({
      name: "Björk",
      degree: 5,
      collaborators: [{ weight: 7 }, { weight: 6 }, {}, {}, {}],
    });
  });

  it("says that it does not know one", async () => {
    for (const path of ["", "/neighbourhood"]) {
      expect(await app.get(`/api/artists/${numberedMbid(77)}${path}`)).toEqual({
        status: 404,
        body: { code: "ARTIST_UNKNOWN", message: expect.any(String) },
      });
    }
  });
});

describe("GET /api/artists/:mbid/neighbourhood", () => {
  const near = async (query: string) =>
    (await app.get(`/api/artists/${numberedMbid(1)}/neighbourhood?${query}`)).body as Neighbourhood;

  it("shows collaborators, the communities that the graph publishes, and candidates on the ring outside", async () => {
    const { nodes, edges, candidates, truncated } = await near("depth=1");
    expect(nodes.filter(({ ring }) => ring === 1).map(({ artist }) => artist)).toEqual(
      [6, 5, 4, 3, 2].map(numberedMbid),
    );
    expect(nodes.filter(({ ring }) => ring === 2).map(({ artist }) => artist)).toEqual(
      [7, 8].map(numberedMbid),
    );
    const communities = nodes.map(({ artist, community }) => [artist, community] as const);
    expect(new Map(communities)).toEqual(
      new Map([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [numberedMbid(n), [4, 9, 9, 4, 4, 4, null, null][n - 1]])),
    );
    expect(edges).toHaveLength(12);
    expect(candidates).toEqual([
      { artist: numberedMbid(7), probability: 0.9 },
      { artist: numberedMbid(8), probability: 0.4 },
    ]);
    expect(truncated).toBe(false);
  });

  it("shows no more artists than asked for, each once, and says that there are more", async () => {
    for (const depth of [1, 2]) {
      for (const limit of [3, 4, 5, 6, 8]) {
        const { nodes, truncated, edges } = await near(`depth=${depth}&limit=${limit}`);
        const shown = nodes.map(({ artist }) => artist);
        expect(shown.length).toBeLessThanOrEqual(limit);
        expect(new Set(shown).size).toBe(shown.length);
        expect(truncated).toBe(nodes.filter(({ ring }) => ring === 1).length < 5);
        expect(
          edges.every(({ artistA, artistB }) => shown.includes(artistA) && shown.includes(artistB)),
        ).toBe(true);
      }
    }
  });

  it("reaches collaborators of collaborators where there are no candidates", async () => {
    const { body } = await app.get(`/api/artists/${numberedMbid(6)}/neighbourhood?depth=2`);
    const { nodes } = body as Neighbourhood;
    expect(nodes.filter(({ ring }) => ring === 2).map(({ artist }) => artist)).toEqual(
      [8, 4, 3, 2].map(numberedMbid),
    );
  });

  it.each(["depth=3", "limit=201", "limit=2"])("refuses %s", async (query) => {
    expect((await app.get(`/api/artists/${numberedMbid(1)}/neighbourhood?${query}`)).status).toBe(400);
  });
});

describe("GET /api/overview", () => {
  it("tells the sizes and what the newest epochs changed", async () => {
    const { body } = await app.get("/api/overview");
    const { totals, operatingPoints, epochs } = body as Overview;
    expect(totals).toEqual({ artists: 7, edges: 12, candidates: 4, syntheticTracks: 2 });
    expect(operatingPoints).toEqual([
      { name: "balanced-80", candidates: 1 },
      { name: "prevalence-80", candidates: 3 },
    ]);
    expect(epochs).toHaveLength(1);
    expect(epochs[0]).toMatchObject({
      epoch: 1,
      sequence: 1001,
      kind: "dump",
      ingestedAt: "1970-01-01T00:00:01.000Z",
      counts: {
        edgesAdded: 12,
        artistsWritten: 7,
        candidatesAppeared: 4,
        tracksWritten: 2,
        candidatesWithdrawn: 0,
      },
    });
    expect(app.reporter.read().totals).toEqual(totals);
  });

  it("tells what ingestion does, by the newest that it said", async () => {
    expect((await app.get("/api/overview")).body).toMatchObject({ ingestion: null });
    await app.deliver({ ingestion: [statusOf(), statusOf({ note: "<b>44 %</b>" })] });
    expect((await app.get("/api/overview")).body).toMatchObject({
      ingestion: { note: "<b>44 %</b>", code: null, progress: 0.43, upTo: null },
    });
    const stopped = { note: "stopped: packet 7 is missing", code: "PACKET_GAP", progress: null };
    await app.deliver({ ingestion: [statusOf({ ...stopped, packetsBehind: 3, upTo: 86_400_000_000 })] });
    const { ingestion } = (await app.get("/api/overview")).body as Overview;
    expect(ingestion).toEqual({
      ...stopped,
      packetsBehind: 3,
      upTo: "1970-01-02T00:00:00.000Z",
      omissions: [],
      saidAt: "1970-01-01T00:00:01.000Z",
    });
  });
});

describe("the page", () => {
  it("is served with everything it refers to, and trusts no other origin", async () => {
    const page = await fetch(`${app.url}/`);
    expect(page.headers.get("content-security-policy")).toContain("default-src 'self'");
    const files = [...(await page.text()).matchAll(/(?:href|src)="(assets\/[^"]+)"/g)].map(
      ([, path]) => path!,
    );
    expect(files).toEqual(expect.arrayContaining(["assets/app.js", "assets/style.css"]));
    const seen = new Set<string>();
    for (const path of files) {
      if (seen.has(path)) continue;
      seen.add(path);
      const response = await fetch(`${app.url}/${path}`);
      expect([path, response.status]).toEqual([path, 200]);
      expect(response.headers.get("content-type")).toMatch(/^(text|image)\//);
      const text = await response.text();
      files.push(...[...text.matchAll(/from "\.\/([^"]+)"/g)].map(([, name]) => `assets/${name}`));
    }
    expect(seen.size).toBeGreaterThan(10);
  });

  it("is not sent again to a browser that has it", async () => {
    const etag = (await fetch(`${app.url}/`)).headers.get("etag")!;
    expect((await fetch(`${app.url}/`, { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  it.each([
    "/assets/tsconfig.json",
    "/assets/..%2f..%2fpackage.json",
    "/api/nothing",
    "/api",
    "/api/candidates/1",
  ])("does not serve %s", async (path) => {
    expect(await app.get(path)).toEqual({
      status: 404,
      body: { code: expect.any(String), message: expect.any(String) },
    });
  });
});
