import type { HighLevelDocument, LowLevelFeatures, PopularitySignal } from "@interlude/contracts";
import { FREE_STREAMING_LINK_TYPE } from "@interlude/core-musicbrainz";
import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { changeOf, insertsOf, mbid } from "./testing/rows.js";
import { TestStage } from "./testing/stage.js";

let stage: TestStage;
let dispose: () => Promise<void>;

beforeAll(async () => {
  const test = await createTestDatabase(inject("stack"), "normalization");
  stage = new TestStage(test.database);
  dispose = () => test.dispose();
});
beforeEach(() => stage.reset());
afterAll(() => dispose());

describe("credits", () => {
  it("make no pairs beyond a hundred artists, and are counted", async () => {
    const artists = Array.from({ length: 101 }, (_, at) => at + 3);
    await stage.deliver(
      insertsOf([
        ...artists.map((id) => ["artist", { id, gid: mbid(id) }] as const),
        ...artists.map(
          (artist, position) => ["artist_credit_name", { artist_credit: 1, position, artist }] as const,
        ),
        ["recording", { id: 1, gid: mbid(1000), artist_credit: 1 }],
      ]),
    );
    await stage.complete();
    expect(stage.subscriber.collaborations.size).toBe(0);
    expect(await stage.database.query("select * from oversized_credits")).toEqual([
      { artist_credit: 1, artists: 101 },
    ]);

    const last = { artist_credit: 1, position: 100, artist: 103 };
    await stage.deliver([changeOf("artist_credit_name", last, null, { sequence: 2, position: 0 })]);
    await stage.complete();
    expect(stage.subscriber.collaborations.size).toBe((100 * 99) / 2);
    expect(await stage.database.query("select * from oversized_credits")).toEqual([]);
  });
});

describe("track", () => {
  const [RECORDING, MERGED] = [20, 10];

  function document(recording: number, submission: number, bright: number): { document: HighLevelDocument } {
    const probabilities = { timbre: { bright, dark: 1 - bright } };
    return {
      document: {
        recording: mbid(recording),
        submission,
        probabilities,
        lengthSeconds: null,
        source: "test",
      },
    };
  }

  function brightness(): number | undefined {
    return stage.subscriber.tracks.get(mbid(RECORDING))?.probabilities["timbre"]?.["bright"];
  }

  beforeEach(() =>
    stage.deliver(
      insertsOf([
        ["artist", { id: 3, gid: mbid(3) }],
        ["artist_credit_name", { artist_credit: 1, position: 0, artist: 3 }],
        ["recording", { id: RECORDING, gid: mbid(RECORDING), artist_credit: 1, name: "Naima" }],
        ["recording_gid_redirect", { gid: mbid(MERGED), new_id: RECORDING, created: null }],
      ]),
    ),
  );

  it("take the lowest submission, and their own document before a merged recording's", async () => {
    await stage.deliver([document(MERGED, 1, 0.1), document(RECORDING, 2, 0.2)]);
    await stage.complete();
    expect(brightness()).toBe(0.1);
    await stage.deliver([document(RECORDING, 1, 0.3)]);
    await stage.complete();
    expect(brightness()).toBe(0.3);
    await stage.deliver([document(MERGED, 0, 0.4)]);
    await stage.complete();
    expect(brightness()).toBe(0.4);
  });

  it("have what could be measured of them where something else could not", async () => {
    const rhythm: LowLevelFeatures["rhythm"] = {
      bpm: 100.5,
      firstPeakBpmMean: null,
      firstPeakBpmMedian: null,
      secondPeakBpmMean: null,
      secondPeakBpmMedian: null,
      danceabilityDfa: null,
      onsetRate: 3,
    };
    const tonal = { key: null, scale: "minor", tuningFrequency: null, tuningDeviation: null };
    const about = { recording: mbid(RECORDING), submission: 0, lowlevel: null, source: "test" };
    await stage.deliver([
      document(RECORDING, 0, 0.5),
      { lowLevel: { ...about, rhythm, tonal: null } },
      { lowLevel: { ...about, rhythm: null, tonal } },
    ]);
    await stage.complete();
    expect(await stage.database.query("select bpm, danceability_dfa from low_level_features")).toEqual([
      { bpm: 100.5, danceability_dfa: null },
    ]);
    const track = stage.subscriber.tracks.get(mbid(RECORDING))!;
    expect(track).toMatchObject({ bpm: 100.5, onsetRate: 3, key: null, averageLoudness: null });
    expect(Object.keys(track.probabilities)).toEqual(["timbre"]);
    expect(stage.subscriber.rejections).toEqual([]);
  });

  it("are published again only when something of them changed", async () => {
    await stage.deliver([document(RECORDING, 0, 0.5)]);
    await stage.complete();
    await stage.deliver([document(RECORDING, 0, 0.5), document(RECORDING, 3, 0.9)]);
    expect(await stage.complete()).toEqual([]);
    await stage.deliver([document(RECORDING, 0, 0.6)]);
    expect((await stage.complete()).map(({ key }) => key)).toEqual([mbid(RECORDING)]);
  });

  it("count for their artists and are gone with the recording", async () => {
    await stage.deliver([document(RECORDING, 0, 0.5)]);
    await stage.complete();
    expect(stage.subscriber.artists.get(mbid(3))?.acousticTracks).toBe(1);
    const bright = `select decade, all_decades, tracks::integer, mean::float8, variance::float8
      from artist_acoustics where name = 'bright' order by all_decades`;
    expect(await stage.database.query(bright)).toEqual([
      { decade: null, all_decades: false, tracks: 1, mean: 0.5, variance: 0 },
      { decade: null, all_decades: true, tracks: 1, mean: 0.5, variance: 0 },
    ]);
    const recording = { id: RECORDING, gid: mbid(RECORDING), artist_credit: 1 };
    await stage.deliver([changeOf("recording", recording, null, { sequence: 2, position: 0 })]);
    expect(await stage.complete()).toContainEqual({
      topic: "catalog.tracks",
      key: mbid(RECORDING),
      value: null,
    });
    expect(stage.subscriber.artists.get(mbid(3))?.acousticTracks).toBe(0);
    expect(await stage.database.query("select * from acoustic_features")).toEqual([]);
  });
});

describe("popularity", () => {
  const ids = ["0".repeat(22), "A".repeat(22), "a".repeat(22)] as const;

  function snapshot(id: string, asOf: string, popularity: number): { signal: PopularitySignal } {
    const rest = { name: "", followers: 1, genres: ["women's music", 'say "yes"'], source: "test" };
    return { signal: { provider: "spotify", entity: "artist", id, asOf, popularity, ...rest } };
  }

  function published() {
    const { spotifyId, popularity } = stage.subscriber.artists.get(mbid(3))!;
    return { spotifyId, popularity };
  }

  beforeEach(async () => {
    await stage.deliver(
      insertsOf([
        ["artist", { id: 3, gid: mbid(3) }],
        ["link_type", { id: 194, gid: FREE_STREAMING_LINK_TYPE }],
        ["link", { id: 1, link_type: 194 }],
        ["url", { id: 1, url: `https://play.spotify.com/artist/${ids[1]}?si=1` }],
        ["url", { id: 2, url: `https://open.spotify.com/artist/${ids[2]}` }],
        ["l_artist_url", { id: 1, link: 1, entity0: 3, entity1: 1 }],
        ["l_artist_url", { id: 2, link: 1, entity0: 3, entity1: 2 }],
      ]),
    );
    await stage.complete();
  });

  it("is the newest snapshot of the primary identity, whatever the order of arrival", async () => {
    expect(published()).toEqual({ spotifyId: ids[1], popularity: null });
    await stage.deliver([snapshot(ids[1], "2024-03-01", 40), snapshot(ids[2], "2025-01-01", 90)]);
    await stage.complete();
    expect(published()).toEqual({ spotifyId: ids[1], popularity: 40 });
    await stage.deliver([snapshot(ids[1], "2023-03-01", 10)]);
    expect(await stage.complete()).toEqual([]);
    expect(await stage.database.query("select count(*) as kept from popularity_snapshots")).toEqual([
      { kept: 3 },
    ]);
  });

  it("ranks among all of the provider's artists, and publishes whom the ranks moved", async () => {
    const unknown = (letter: string) => letter.repeat(22);
    await stage.deliver([snapshot(ids[1], "2024-03-01", 40), snapshot(unknown("x"), "2024-03-01", 40)]);
    await stage.complete();
    const rank = () => stage.subscriber.artists.get(mbid(3))!.popularityPercentile;
    expect(rank()).toBe(0.5);
    await stage.deliver([snapshot(unknown("x"), "2024-04-01", 41)]);
    expect((await stage.complete()).map(({ key }) => key)).toEqual([mbid(3)]);
    expect(rank()).toBe(0.25);
    await stage.deliver([snapshot(unknown("x"), "2024-05-01", 100)]);
    expect(await stage.complete()).toEqual([]);
  });

  it("of one day is that of the last source by name, and none replaces another", async () => {
    const from = (source: string, popularity: number) => {
      const { signal } = snapshot(ids[1], "2024-03-01", popularity);
      return { signal: { ...signal, source } };
    };
    await stage.deliver([from("b.csv", 40), from("a.csv", 10)]);
    await stage.complete();
    expect(published().popularity).toBe(40);
    await stage.deliver([from("a.csv", 11)]);
    expect(await stage.complete()).toEqual([]);
    expect(
      await stage.database.query("select source, popularity from popularity_snapshots order by source"),
    ).toEqual([
      { source: "a.csv", popularity: 11 },
      { source: "b.csv", popularity: 40 },
    ]);
  });

  it("follows the identity when its link ends", async () => {
    await stage.deliver([snapshot(ids[1], "2024-03-01", 40), snapshot(ids[2], "2024-03-01", 90)]);
    await stage.complete();
    const page = { id: 1, link: 1, entity0: 3, entity1: 1 };
    await stage.deliver([
      changeOf("link", null, { id: 2, link_type: 194, ended: true }, { sequence: 2, position: 0 }),
      changeOf("l_artist_url", page, { ...page, link: 2 }, { sequence: 2, position: 1 }),
    ]);
    await stage.complete();
    expect(published()).toEqual({ spotifyId: ids[2], popularity: 90 });
  });
});

describe("artist", () => {
  const words = Array.from({ length: 12 }, (_, at) => `genre ${String.fromCharCode(97 + at)}`);

  it("have the ten genres with most votes, a country and a gender", async () => {
    await stage.deliver(
      insertsOf([
        ["area", { id: 1, gid: mbid(1), name: "Japan", type: 1 }],
        ["area", { id: 2, gid: mbid(2), name: "Tokyo", type: 3 }],
        ["gender", { id: 1, name: "Female" }],
        ["artist", { id: 3, gid: mbid(3), area: 1, gender: 1 }],
        ["artist", { id: 4, gid: mbid(4), area: 2 }],
        ...words.map((name, at) => ["genre", { id: at, gid: mbid(at), name }] as const),
        ...words.map((name, at) => ["tag", { id: at, name }] as const),
        ["tag", { id: 50, name: "seen live" }],
        ["artist_tag", { artist: 3, tag: 50, count: 100 }],
        ...words.map((_, tag) => ["artist_tag", { artist: 3, tag, count: tag === 11 ? 5 : 1 }] as const),
        ["artist_tag", { artist: 4, tag: 1, count: 0 }],
        ["artist_tag", { artist: 4, tag: 2, count: -1 }],
      ]),
    );
    await stage.complete();
    const one = stage.subscriber.artists.get(mbid(3))!;
    expect(one.genres.map(({ name }) => name)).toEqual([words[11], ...words.slice(0, 9)]);
    expect(one.genres[0]).toEqual({ name: "genre l", votes: 5 });
    expect([one.country, one.gender]).toEqual(["Japan", "Female"]);
    expect(stage.subscriber.artists.get(mbid(4))).toMatchObject({ genres: [], country: null, gender: null });
    await stage.deliver([
      changeOf("genre", { id: 11, gid: mbid(11), name: "genre l" }, null, { sequence: 2, position: 0 }),
    ]);
    expect((await stage.complete()).map(({ key }) => key)).toEqual([mbid(3)]);
    expect(stage.subscriber.artists.get(mbid(3))!.genres.map(({ name }) => name)).toEqual(words.slice(0, 10));
  });

  it("have a genre once whose name several tags have, with the votes of all", async () => {
    const genresOf = (artist: number) => stage.subscriber.artists.get(mbid(artist))!.genres;
    const tag = (id: number, name: string) => ({ id, name });
    const genre = (id: number, name: string) => ({ id, gid: mbid(id), name });
    let sequence = 1;
    const change = async (...rows: [string, object | null, object | null][]) => {
      sequence++;
      await stage.deliver(
        rows.map(([table, before, after], position) =>
          changeOf(table as "tag", before, after, { sequence, position }),
        ),
      );
      await stage.complete();
    };
    await change(
      ["genre", null, genre(1, "café jazz")],
      ["artist", null, { id: 3, gid: mbid(3) }],
      ["tag", null, tag(1, "café jazz")],
      ["tag", null, tag(2, "café jazz")],
      ["tag", null, tag(3, "Cafe\u0301 JAZZ")],
      ["tag", null, tag(4, "cafe jazz")],
      ["artist_tag", null, { artist: 3, tag: 1, count: 3 }],
      ["artist_tag", null, { artist: 3, tag: 2, count: 2 }],
      ["artist_tag", null, { artist: 3, tag: 3, count: -1 }],
      ["artist_tag", null, { artist: 3, tag: 4, count: 9 }],
    );
    expect(genresOf(3)).toEqual([{ name: "café jazz", votes: 4 }]);

    await change(["tag", tag(2, "café jazz"), tag(2, "Café Jazz")]);
    expect(genresOf(3)).toEqual([{ name: "café jazz", votes: 4 }]);
    await change(["tag", tag(2, "Café Jazz"), tag(2, "seen live")]);
    expect(genresOf(3)).toEqual([{ name: "café jazz", votes: 2 }]);
    await change(["genre", genre(1, "café jazz"), genre(1, "Café Jazz")]);
    expect(genresOf(3)).toEqual([{ name: "Café Jazz", votes: 2 }]);

    // A second genre of the name is the same one.
    await change(["genre", null, genre(2, "café jazz")]);
    expect(genresOf(3)).toEqual([{ name: "Café Jazz", votes: 2 }]);
    await change(["genre", genre(1, "Café Jazz"), null]);
    expect(genresOf(3)).toEqual([{ name: "café jazz", votes: 2 }]);

    // Merged: the votes move to the tag that stays.
    await change(
      ["artist_tag", { artist: 3, tag: 3, count: -1 }, null],
      ["tag", tag(3, "Cafe\u0301 JAZZ"), null],
      ["artist_tag", { artist: 3, tag: 1, count: 3 }, { artist: 3, tag: 1, count: 2 ** 31 - 1 }],
      ["tag", null, tag(5, "CAFÉ JAZZ")],
      ["artist_tag", null, { artist: 3, tag: 5, count: 7 }],
    );
    expect(genresOf(3)).toEqual([{ name: "café jazz", votes: 2 ** 31 - 1 }]);
    await change(["tag", tag(1, "café jazz"), null]);
    expect(genresOf(3)).toEqual([{ name: "café jazz", votes: 7 }]);
    await change(["genre", genre(2, "café jazz"), genre(2, "cafe jazz")]);
    expect(genresOf(3)).toEqual([{ name: "cafe jazz", votes: 9 }]);
  });
});
