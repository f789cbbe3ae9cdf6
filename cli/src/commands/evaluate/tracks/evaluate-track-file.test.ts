import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { TRAINING_DEFAULTS } from "@interlude/core-tracks";
import { afterAll, describe, expect, it } from "vitest";
import { evaluateTrackFile } from "./evaluate-track-file.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-evaluate-tracks-"));
const file = (name: string, text: string): string => {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
};
afterAll(() => rmSync(folder, { recursive: true }));

/** Energy and loudness go together; silence is 0 in half of the rows; mode never varies. */
const rows = Array.from({ length: 140 }, (_, i) => {
  const energy = ((i * 37) % 101) / 100;
  return [
    i % 2 === 0 ? "jazz" : "rock, hard",
    (i * 13) % 100,
    energy,
    -20 + 15 * energy + ((i * 7) % 5),
    i % 4 < 2 ? 0 : ((i * 11) % 50) / 50,
    1,
  ];
});
const csv = (some: readonly (readonly (string | number)[])[]) =>
  `genre,popularity,energy,loudness,silence,mode\n${some
    .map((row) => row.map((cell) => (typeof cell === "string" ? `"${cell}"` : cell)).join(","))
    .join("\n")}\n`;
const training = { ...TRAINING_DEFAULTS, steps: 40, hidden: 16, priorHidden: 8, latent: 2 };
const request = { condition: ["genre", "popularity"], seeds: 1, seed: 1 };

describe("evaluateTrackFile", () => {
  it("evaluates a table, says what it assumed, and writes rows and page", async () => {
    const data = file("tracks.csv", csv(rows.with(3, ["jazz", 4, "loud", -3, 0, 1])));
    const [out, html] = [join(folder, "synthetic.csv"), join(folder, "report.html")];
    const remarks: string[] = [];
    const { evaluation, leftOut } = await evaluateTrackFile(
      { ...request, data, out, html },
      (text) => remarks.push(text),
      { training },
    );
    expect(remarks).toContain("mode: left out, it is always 1");
    expect(leftOut).toEqual([{ line: 5, reason: 'column energy: "loud" is no number' }]);
    expect(remarks).toContain(`${data}, line 5: column energy: "loud" is no number; it is left out`);
    expect(evaluation).toMatchObject({ rows: 139, trainedRows: 70, heldRows: 69, failed: [] });
    expect(evaluation.candidates.at(-1)!.figures.rowsOutOfBounds.mean.value).toBe(0);
    const lines = readFileSync(out, "utf8").trimEnd().split("\n");
    expect(lines[0]).toBe("genre,popularity,energy,loudness,silence,line");
    expect(lines).toHaveLength(70);
    for (const line of lines.slice(1)) {
      const held = rows[Number(line.split(",").at(-1)) - 2]!;
      expect(line.startsWith(held[0] === "jazz" ? `jazz,${held[1]},` : `"rock, hard",${held[1]},`)).toBe(
        true,
      );
    }
    expect(readFileSync(html, "utf8")).toContain("tracks.csv");
  });

  it.each([
    ["TRACKS_TOO_FEW", "at least 50 are needed", csv(rows.slice(0, 10)), {}],
    ["TABLE_COLUMN_UNKNOWN", 'no column "tempo"', csv(rows), { features: ["tempo"] }],
    ["TABLE_VALUE_NO_NUMBER", "column genre, line 2", csv(rows), { features: ["genre"], condition: [] }],
    ["TABLE_EMPTY", "no row below its header", csv([]), {}],
  ])("fails with %s: %s", async (code, message, text, more) => {
    const data = file("bad.csv", text);
    await expect(
      evaluateTrackFile({ ...request, data, ...more }, () => undefined, { training }),
    ).rejects.toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it("names a file that cannot be read", async () => {
    await expect(
      evaluateTrackFile({ ...request, data: join(folder, "missing.csv") }, () => undefined),
    ).rejects.toMatchObject({ code: "SOURCE_MISSING" });
  });
});
