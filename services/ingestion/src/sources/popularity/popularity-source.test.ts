import { createHash } from "node:crypto";
import { mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type PopularitySignal, type TrackFeatures, topics } from "@interlude/contracts";
import { temporaryFolder } from "@interlude/infra-archives/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FeatureReading } from "../../testing/feature-reading.js";
import { popularitySource } from "./popularity-source.js";

const root = temporaryFolder();
const WRITTEN = new Date("2024-02-03T10:00:00Z");
const ID = "0oSGxfWSnnOXhD2fKuz2Gy";
const OTHER = "7lmeHLHBe4nmXzuXc0HDjk";
const NODES = "spotify_id,name,followers,popularity,genres,chart_hits";
const ARTISTS = "id,followers,genres,name,popularity";
const TRACKS =
  "id,name,popularity,duration_ms,explicit,artists,id_artists,release_date,danceability,energy,key,loudness,mode," +
  "speechiness,acousticness,instrumentalness,liveness,valence,tempo,time_signature";
const TRACK_FEATURES =
  "id,name,album,album_id,artists,artist_ids,track_number,disc_number,explicit,danceability,energy,key,loudness,mode," +
  "speechiness,acousticness,instrumentalness,liveness,valence,tempo,duration_ms,time_signature,year,release_date";
const fails = (code: string) => expect.objectContaining({ code });

interface Read {
  readonly signals: PopularitySignal[];
  readonly tracks: TrackFeatures[];
  readonly letters: { readonly line: number | null; readonly reason: string; readonly bytes: string }[];
  readonly warnings: string[];
  readonly reading: FeatureReading;
}

async function readCsv(
  text: string | Buffer,
  { name = "table.csv", asOf = null as string | null, sidecar = null as string | null } = {},
): Promise<Read> {
  const path = join(mkdtempSync(join(root, "source-")), name);
  writeFileSync(path, text);
  if (sidecar !== null) writeFileSync(`${path}.as-of`, sidecar);
  utimesSync(path, WRITTEN, WRITTEN);
  const warnings: string[] = [];
  const source = popularitySource({ asOf, warn: (message) => warnings.push(message) });
  const reading = await FeatureReading.of(source, path);
  const letters = (await reading.letters()).map(({ line, reason, value }) => ({
    line,
    reason,
    bytes: String(value),
  }));
  return {
    signals: await reading.items(topics.popularitySignals),
    tracks: await reading.items(topics.trackFeatures),
    letters,
    warnings,
    reading,
  };
}

async function isRecognised(text: string | Buffer, name = "table.csv"): Promise<boolean> {
  const path = join(mkdtempSync(join(root, "source-")), name);
  writeFileSync(path, text);
  return popularitySource({ asOf: null, warn: () => undefined }).recognises({ name, path });
}

describe("a popularity table", () => {
  it("is known by its header, not by what it is called", async () => {
    for (const header of [NODES, ARTISTS, TRACKS, TRACK_FEATURES, "id_0,id_1"]) {
      expect(await isRecognised(`${header}\n`)).toBe(true);
      expect(await isRecognised(header)).toBe(true);
      expect(await isRecognised(`${header}\n`, "TABLE.CSV")).toBe(true);
      expect(await isRecognised(`\ufeff${header.split(",").toReversed().join(",")},more\r\n1`)).toBe(true);
      expect(await isRecognised(`"${header.split(",").join('","')}"\n`)).toBe(true);
      expect(await isRecognised(`${header}\n`, "table.txt")).toBe(false);
    }
    for (const other of [
      "",
      "id,name\n1,x\n",
      "\n",
      '"',
      Buffer.alloc(100_000, "x"),
      "\0\n",
      Buffer.alloc(9, 255),
    ]) {
      expect(await isRecognised(other)).toBe(false);
    }
  });

  it.each([
    [
      "a header of no layout",
      "id;name\n1;x\n",
      /its header, id, name, is of no layout that is read \(tracks: id,/,
    ],
    ["a column twice", `${ARTISTS},Popularity\n`, /more than one column popularity, so that one cannot tell/],
    ["an empty file", "", /no header within its first/],
    ["a header without end", "x,".repeat(100_000), /no header within its first/],
    ["a header that is no text", Buffer.from("\xff,b\n", "latin1"), /its header, \?, b,/],
  ])("says why it is not read: %s", async (_, content, reason) => {
    const path = join(mkdtempSync(join(root, "source-")), "table.csv");
    writeFileSync(path, content);
    const source = popularitySource({ asOf: null, warn: () => undefined });
    expect(await source.refusal!({ name: "table.csv", path })).toMatch(reason);
    expect(await source.refusal!({ name: "table.txt", path })).toBeNull();
  });

  it("sends the artists of the collaboration network, whatever their names and however lists are quoted", async () => {
    const { signals, letters, reading } = await readCsv(
      `\ufeff${NODES}\r\n${ID},"Love, ""L""\nand all",149.0,71,"['folk', ""women's music""]",['us (76)']\r\n` +
        `${ID.toLowerCase()},x,,0,[],\r\n`,
    );
    expect(letters).toEqual([]);
    const common = { provider: "spotify", entity: "artist", asOf: "2024-02-03", source: "table.csv" };
    expect(signals).toHaveLength(2);
    expect(signals).toEqual(
      expect.arrayContaining([
        {
          ...common,
          id: ID,
          name: 'Love, "L"\nand all',
          followers: 149,
          popularity: 71,
          genres: ["folk", "women's music"],
        },
        { ...common, id: ID.toLowerCase(), name: "x", followers: null, popularity: 0, genres: [] },
      ]),
    );
    expect(reading.writer.hashes.get("table.csv")).toMatch(/^[0-9a-f]{64}$/);
  });

  it("sends artists", async () => {
    const { signals } = await readCsv(`${ARTISTS}\n${ID},244,['pop'],Zé,12\n`);
    expect(signals).toEqual([
      {
        provider: "spotify",
        entity: "artist",
        id: ID,
        name: "Zé",
        popularity: 12,
        followers: 244,
        genres: ["pop"],
        asOf: "2024-02-03",
        source: "table.csv",
      },
    ]);
  });

  it("sends tracks: how popular each is, and how it sounds", async () => {
    const { signals, tracks, letters } = await readCsv(
      `${TRACKS}\n${OTHER},Carve,6,126903,0,"['Uli', ""D'Angelo""]","['${ID}', '${OTHER}']",1922-02-22,0.645,0.445,-1,` +
        "-13.338,1,0.451,0.674,1e-05,0.151,0.127,104.851,3\n",
    );
    expect(letters).toEqual([]);
    const common = { provider: "spotify", id: OTHER, name: "Carve", asOf: "2024-02-03", source: "table.csv" };
    expect(signals).toEqual([{ ...common, entity: "track", popularity: 6, followers: null, genres: [] }]);
    expect(tracks).toEqual([
      {
        ...common,
        artists: ["Uli", "D'Angelo"],
        artistIds: [ID, OTHER],
        albumId: null,
        explicit: false,
        durationMs: 126_903,
        releaseDate: "1922-02-22",
        danceability: 0.645,
        energy: 0.445,
        key: null,
        loudnessDb: -13.338,
        mode: 1,
        speechiness: 0.451,
        acousticness: 0.674,
        instrumentalness: 0.00001,
        liveness: 0.151,
        valence: 0.127,
        tempo: 104.851,
        timeSignature: 3,
      },
    ]);
  });

  it("sends how tracks sound where nothing says how popular they are", async () => {
    const row = (released: string) =>
      `${OTHER},Testify,The Battle,${ID},['RATM'],['${ID}'],1,1,False,0.47,0.978,7,-5.399,1,0.0727,0.0261,1.09e-05,` +
      `0.356,0.503,117.906,210133,4.0,1999,${released}\n`;
    const { signals, tracks, letters } = await readCsv(
      `${TRACK_FEATURES}\n${["1999-11-02", "1999", "1999-11", "0000", ""].map(row).join("")}`,
    );
    expect([signals, letters]).toEqual([[], []]);
    expect(tracks.map(({ releaseDate }) => releaseDate)).toEqual([
      "1999-11-02",
      "1999",
      "1999-11",
      null,
      null,
    ]);
    expect(tracks[0]).toMatchObject({
      albumId: ID,
      explicit: false,
      key: 7,
      durationMs: 210_133,
      timeSignature: 4,
    });
  });

  it("skips the edges of the network, and says so", async () => {
    const { signals, letters, warnings, reading } = await readCsv(
      `id_0,id_1\n${ID},${OTHER}\n${OTHER},${ID}\n`,
    );
    expect([signals, letters]).toEqual([[], []]);
    expect(reading.writer.counts.skipped).toEqual({ "popularity.edges": 2 });
    expect(warnings).toContain("table.csv holds edges, which are skipped");
    expect(reading.writer.hashes.size).toBe(1);
  });

  it("sends rows that share an id in their order, so that the last one counts", async () => {
    const { signals } = await readCsv(`${ARTISTS}\n${ID},1,[],a,1\n${ID},2,[],b,2\n${ID},3,[],c,3\n`);
    expect(signals.map(({ name }) => name)).toEqual(["a", "b", "c"]);
  });

  it("sends rows that cannot be read to dead letters, with their line and as they were, and goes on", async () => {
    const bad = [
      "short,x,1,2,[],[]",
      `${ID.slice(1)}-,x,1,2,[],[]`,
      `${ID},x,1,101,[],[]`,
      `${ID},x,1,-1,[],[]`,
      `${ID},x,1,nan,[],[]`,
      `${ID},x,1,,[],[]`,
      `${ID},a\0b,1,2,[],[]`,
      `${ID}`,
      `${ID},x,1,2,[],[],more`,
    ];
    const { signals, letters } = await readCsv(
      [NODES, ...bad, `${ID},x,1,2,[],[]`].map((line) => `${line}\r\n`).join(""),
    );
    expect(signals).toHaveLength(1);
    expect(letters.map(({ line, bytes }) => [line, bytes])).toEqual(
      bad.map((line, at) => [at + 2, `${line}\r\n`]),
    );
    expect(letters[2]!.reason).toBe('popularity "101" is no number from 0 to 100');
  });

  it("keeps the bytes of a name that is not UTF-8", async () => {
    const row = Buffer.concat([Buffer.from(`${ID},a`), Buffer.from([0xff]), Buffer.from(",1,2,[],[]\n")]);
    const { reading, signals } = await readCsv(Buffer.concat([Buffer.from(`${NODES}\n`), row]));
    expect(signals).toEqual([]);
    expect((await reading.letters())[0]!.value).toEqual(row);
  });

  const trackRow = (values: Readonly<Record<string, string>>) => {
    const good: Readonly<Record<string, string>> = {
      id: OTHER,
      name: "x",
      popularity: "6",
      duration_ms: "1",
      explicit: "0",
      artists: "[]",
      id_artists: "[]",
      release_date: "1922",
      energy: "0.2",
    };
    return TRACKS.split(",")
      .map((column) => values[column] ?? good[column] ?? "")
      .join(",");
  };

  it.each([
    ["key", "12"],
    ["key", "1.5"],
    ["mode", "2"],
    ["danceability", "1.1"],
    ["tempo", "fast"],
    ["tempo", "-nan"],
    ["loudness", "inf"],
    ["explicit", "perhaps"],
    ["explicit", "NaN"],
    ["release_date", "1922-13"],
    ["release_date", "1923-02-29"],
    ["release_date", "infinity"],
    ["duration_ms", "-1"],
    ["duration_ms", "2147483648"],
    ["popularity", "nan"],
    ["popularity", "101"],
  ])("loses the value of a track's %s that is %s, and no other", async (column, value) => {
    const { signals, tracks, letters, reading } = await readCsv(
      `${TRACKS}\n${trackRow({ [column]: value })}\n`,
    );
    expect(letters).toEqual([]);
    expect(signals.map(({ popularity }) => popularity)).toEqual(column === "popularity" ? [] : [6]);
    const nulls = { duration_ms: "durationMs", release_date: "releaseDate", loudness: "loudnessDb" };
    const field = nulls[column as keyof typeof nulls] ?? column;
    expect(tracks).toMatchObject([{ energy: 0.2, ...(column !== "popularity" && { [field]: null }) }]);
    expect(reading.writer.counts.omissions).toMatchObject([
      { file: "table.csv", what: "value", code: "POPULARITY_MALFORMED", field: column, count: 1 },
    ]);
  });

  it.each(["0000", "0", "0000-01-01", "0000-00-00", "", " "])(
    "does not know the release date %j, and counts nothing for it",
    async (value) => {
      const { tracks, reading } = await readCsv(`${TRACKS}\n${trackRow({ release_date: value })}\n`);
      expect(tracks).toMatchObject([{ releaseDate: null }]);
      expect(reading.writer.counts.omissions).toEqual([]);
    },
  );

  it.each([
    ["id", "x"],
    ["artists", "[nan]"],
    ["artists", "['pop' 'rock']"],
    ["id_artists", "['x']"],
  ])("refuses a track whose %s is %s", async (column, value) => {
    const { signals, tracks, letters } = await readCsv(`${TRACKS}\n${trackRow({ [column]: value })}\n`);
    expect([signals, tracks, letters.length]).toEqual([[], [], 1]);
  });

  it.each(["1.5", "many", "-1", "nan", "1e13"])(
    "loses %s followers of an artist, and nothing else",
    async (count) => {
      const { signals, letters, reading } = await readCsv(`${ARTISTS}\n${ID},${count},[],x,2\n`);
      expect(letters).toEqual([]);
      expect(signals).toMatchObject([{ followers: null, popularity: 2 }]);
      expect(reading.writer.counts.omissions).toMatchObject([
        { what: "value", field: "followers", count: 1 },
      ]);
    },
  );

  it("keeps a row that is none as a dead letter, and reads the others", async () => {
    const good = `${ID},1,[],A name,2`;
    for (const bad of [`"${"x".repeat(3 * 1024 ** 2)}`, '"x', `${ID},1,[],"Heroes`]) {
      const { signals, letters } = await readCsv(`${ARTISTS}\n${good}\n${bad}\n${good}\n`);
      expect([signals.length, letters.length]).toEqual([2, 1]);
    }
  });

  it("refuses an artist whose popularity could not be computed", async () => {
    const { signals, letters, reading } = await readCsv(`${ARTISTS}\n${ID},1,[],x,nan\n`);
    expect([signals.length, letters.length]).toEqual([0, 1]);
    expect(reading.writer.counts.omissions).toMatchObject([{ what: "row" }]);
  });

  it("keeps the name of a row whose quote is never closed", async () => {
    const { signals } = await readCsv(`${ARTISTS}\n${ID},1,[],"Heroes,48\n${ID},1,[],"Legends",49\n`);
    expect(signals.map(({ name, popularity }) => [name, popularity])).toEqual([
      ['"Heroes', 48],
      ["Legends", 49],
    ]);
  });

  it("is read with semicolons, decimal commas and in UTF-16, as spreadsheets save it", async () => {
    const text = `${ARTISTS}\n${ID},100.0,[],Élodie,41.5\n`.replaceAll(",", ";").replaceAll(".", ",");
    for (const bytes of [Buffer.from(text), Buffer.from(`\ufeff${text}`, "utf16le")]) {
      const { signals } = await readCsv(bytes);
      expect(signals).toMatchObject([{ name: "Élodie", followers: 100, popularity: 41.5 }]);
    }
  });

  it.each(["[nan]", "{'a'}", "['pop' 'rock']", "['a", "\xff"])(
    "loses genres %s of an artist, and nothing else",
    async (genres) => {
      const row = `${ARTISTS}\n${ID},7,${genres},x,2\n`;
      const { signals, letters, reading } = await readCsv(Buffer.from(row, "latin1"));
      expect(letters).toEqual([]);
      expect(signals).toMatchObject([{ followers: 7, popularity: 2, genres: [] }]);
      expect(reading.writer.counts.omissions).toMatchObject([{ what: "value", field: "genres", count: 1 }]);
    },
  );

  it("does not keep the beginning of a row that is too long for one", async () => {
    const row = `${ID},1,[],${"x".repeat(1024 ** 2)},2\n`;
    const last = `name,${ARTISTS.replace(",name", "")}`.split(",").toReversed().join(",");
    const text = `${last}\n2,[],1,${ID},${"x".repeat(1024 ** 2)}\n`;
    for (const table of [`${ARTISTS}\n${row}`, text]) {
      const { signals, letters } = await readCsv(table);
      expect(signals).toEqual([]);
      expect(letters).toMatchObject([{ line: 2, reason: expect.stringMatching(/1048576 bytes or more/) }]);
    }
  });

  it("has its columns by their names in other case and with blanks", async () => {
    const { signals } = await readCsv(`ID, Followers ,Genres,Name,POPULARITY\n${ID},1,[],x,2\n`);
    expect(signals).toMatchObject([{ id: ID, followers: 1, popularity: 2 }]);
  });

  it("sends arbitrary names as they are", async () => {
    const name = fc.string({ unit: "grapheme" }).filter((text) => !text.includes("\0"));
    await fc.assert(
      fc.asyncProperty(fc.array(name, { maxLength: 4 }), async (names) => {
        const rows = names.map((text) => `${ID},1,[],"${text.replaceAll('"', '""')}",2\n`);
        const { signals } = await readCsv(`${ARTISTS}\n${rows.join("")}`);
        expect(signals.map((signal) => signal.name)).toEqual(names);
      }),
      { numRuns: 25 },
    );
  });

  it("is hashed as the file is", async () => {
    const text = `\ufeff${ARTISTS}\r\n${ID},1,[],x,2`;
    const { reading } = await readCsv(text);
    expect(reading.writer.hashes.get("table.csv")).toBe(createHash("sha256").update(text).digest("hex"));
  });
});

describe("the day of a snapshot", () => {
  const table = `${NODES}\n${ID},x,1,2,[],[]\n`;
  const dayOf = async (options: Parameters<typeof readCsv>[1]) => {
    const { signals, warnings } = await readCsv(table, options);
    return [signals[0]!.asOf, warnings.length];
  };

  it.each([
    ["spotify-2023-11-30.csv", "2023-11-30"],
    ["20231130_nodes.csv", "2023-11-30"],
    ["nodes_2023.11.30.csv", "2023-11-30"],
    ["2023-02-31-of-2022-03-01.csv", "2022-03-01"],
  ])("is in the name %s", async (name, day) => {
    expect(await dayOf({ name, asOf: "2020-01-01", sidecar: "2021-01-01" })).toEqual([day, 0]);
  });

  it("is what the file beside it says, then what is configured", async () => {
    expect(await dayOf({ sidecar: "2021-04-05\n", asOf: "2020-01-01" })).toEqual(["2021-04-05", 0]);
    expect(await dayOf({ asOf: "2020-01-01" })).toEqual(["2020-01-01", 0]);
    await expect(readCsv(table, { sidecar: "spring" })).rejects.toThrow(fails("POPULARITY_AS_OF_INVALID"));
  });

  it.each(["dataset-19212020-600k.csv", "2023-13-01.csv", "nodes.csv"])(
    "is the one it was last written on, with a warning, where %s says none",
    async (name) => {
      expect(await dayOf({ name })).toEqual(["2024-02-03", 1]);
    },
  );
});
