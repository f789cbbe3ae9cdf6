import { describe, expect, it } from "vitest";
import { World } from "../world/world.js";
import { popularity, popularityCsv } from "./popularity-csv.js";

const world = new World({ seed: 3, artists: 2000, recordings: 9000 });
const [header, ...lines] = [...popularityCsv(world)];

describe("popularityCsv", () => {
  it("has the published tables' columns, lists as Python literals, and their blemishes", () => {
    expect(header).toBe("spotify_id,name,followers,popularity,genres,chart_hits\n");
    const pattern =
      /^[0-9A-Za-z]{22},(?:[^",\n]+|"(?:[^"]|"")+"),(?:\d+\.0)?,(?:\d{1,2}|100),(?:\[[^",]*\]|"\[(?:[^"]|"")*\]"),(?:|\[[^",]*\]|"\[[^"]*\]")\n$/;
    expect(lines.filter((line) => !pattern.test(line))).toEqual([]);
    expect(lines.some((line) => line.includes(`""women's jazz""`))).toBe(true);
    expect(lines.some((line) => /,\['?[a-z]{2} \(\d+\)/.test(line))).toBe(true);
    expect(lines.some((line) => line.includes(",,"))).toBe(true);
    const ids = lines.map((line) => line.slice(0, 22));
    expect(new Set(ids).size).toBeLessThan(ids.length);
  });

  it("rises with the number of collaborations, with noise, and stays within 0 and 100", () => {
    const scores = Array.from({ length: 2000 }, (_, artist) => popularity(world, artist));
    expect(Math.min(...scores)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...scores)).toBeLessThanOrEqual(100);
    const mean = (among: (collaborations: number) => boolean) => {
      const chosen = scores.filter((_, artist) => among(world.tally.collaborations(artist)));
      return chosen.reduce((sum, score) => sum + score, 0) / chosen.length;
    };
    expect(mean((n) => n >= 10)).toBeGreaterThan(mean((n) => n > 1 && n < 10) + 8);
    expect(mean((n) => n > 1 && n < 10)).toBeGreaterThan(mean((n) => n <= 1) + 4);
  });
});
