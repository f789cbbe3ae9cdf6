import { mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type DeadLetter, type PopularitySignal, deadLetterTopics, topics } from "@interlude/contracts";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../testing/archives.js";
import { MemoryStream } from "../../testing/memory-stream.js";
import { parsePythonStringList } from "./python-list.js";

const root = temporaryFolder();
const HEADER = "spotify_id,name,followers,popularity,genres,chart_hits";
const id = "0oSGxfWSnnOXhD2fKuz2Gy";

async function readCsv(
  name: string,
  text: string,
): Promise<{ signals: PopularitySignal[]; letters: DeadLetter[] }> {
  const folder = mkdtempSync(join(root, "source-"));
  writeFileSync(join(folder, name), text);
  utimesSync(join(folder, name), new Date("2024-02-03T10:00:00Z"), new Date("2024-02-03T10:00:00Z"));
  const stream = await MemoryStream.create();
  await stream.run(folder);
  const values = async (topic: string) =>
    (await stream.records([topic])).filter(({ isMarker }) => !isMarker).map(({ value }) => value);
  return {
    signals: (await values(topics.popularitySignals.name)) as PopularitySignal[],
    letters: (await values(deadLetterTopics.ingestion.name)) as DeadLetter[],
  };
}

describe("a popularity snapshot", () => {
  it("sends each artist, whatever the name and however the lists are quoted", async () => {
    const { signals, letters } = await readCsv(
      "nodes.csv",
      `${HEADER}\r\n${id},"Love, ""L""\nand all",149.0,71,"['folk', ""women's music""]",['us (76)']\r\n` +
        `${id.toLowerCase()},x,,0,[],\r\n`,
    );
    expect(letters).toEqual([]);
    const common = { provider: "spotify", entity: "artist", asOf: "2024-02-03", source: "nodes.csv" };
    expect(signals).toHaveLength(2);
    expect(signals).toEqual(
      expect.arrayContaining([
        {
          ...common,
          id,
          name: 'Love, "L"\nand all',
          followers: 149,
          popularity: 71,
          genres: ["folk", "women's music"],
        },
        { ...common, id: id.toLowerCase(), name: "x", followers: null, popularity: 0, genres: [] },
      ]),
    );
  });

  it("takes its date from its name where there is one", async () => {
    const { signals } = await readCsv("spotify-2023-11-30.csv", `${HEADER}\n${id},x,1,2,[],[]\n`);
    expect(signals[0]!.asOf).toBe("2023-11-30");
  });

  it("sets rows aside that cannot be read, with their line, and goes on", async () => {
    const { signals, letters } = await readCsv(
      "nodes.csv",
      `${HEADER}\nshort,x,1,2,[],[]\n${id},x,1,101,[],[]\n${id},x,1,,[],[]\n${id},x,1,2,"{'a'}",[]\n${id}\n${id},x,1,2,[],[]\n`,
    );
    expect(signals).toHaveLength(1);
    expect(letters.map(({ line, code }) => [line, code])).toEqual(
      [2, 3, 4, 5, 6].map((line) => [line, "POPULARITY_MALFORMED"]),
    );
    expect(String(letters[0]!.value)).toBe("short,x,1,2,[],[]\n");
  });

  it("leaves other CSV files alone", async () => {
    expect(await readCsv("other.csv", "id,name\n1,x\n")).toEqual({ signals: [], letters: [] });
  });
});

describe("parsePythonStringList", () => {
  it.each([
    ["[]", []],
    ["", []],
    ["['a']", ["a"]],
    [`['a', "b's", 'c, d']`, ["a", "b's", "c, d"]],
    [String.raw`['it\'s', 'a\\b', '\xe9\u00e9']`, ["it's", "a\\b", "éé"]],
  ])("reads %s", (text, items) => {
    expect(parsePythonStringList(text)).toEqual(items);
  });

  it.each(["a", "['a'", "['a' 'b']", "[1]", "['a',, 'b']"])("refuses %s", (text) => {
    expect(parsePythonStringList(text)).toBeNull();
  });
});
