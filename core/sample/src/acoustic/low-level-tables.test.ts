import { LowLevelTable, type LowLevelRecord } from "@interlude/core-acousticbrainz";
import { CsvHeader, csvRows } from "@interlude/core-csv";
import { describe, expect, it } from "vitest";
import { GENRES } from "../world/genres.js";
import { World } from "../world/world.js";
import { analyses } from "./analyses.js";
import { lowLevelArchives } from "./low-level-tables.js";

const world = new World({ seed: 5, artists: 800, recordings: 2500 });
const all = [...analyses(world, 0.7)];
const archives = lowLevelArchives(world, 0.7);

/** The records of a table as ingestion reads it, and what it dropped. */
async function read(table: number): Promise<{ records: LowLevelRecord[]; dropped: string[] }> {
  const { lines } = archives[table]!.members[0]!;
  const rows = csvRows(
    (async function* bytes() {
      for (const line of lines) yield Buffer.from(line);
    })(),
  );
  const records: LowLevelRecord[] = [];
  const dropped: string[] = [];
  let layout: LowLevelTable | null = null;
  for await (const row of rows) {
    if (layout === null) layout = new LowLevelTable(new CsvHeader(row), "test");
    else records.push(layout.features(row, (column, why) => dropped.push(`${column}: ${why}`)));
  }
  return { records, dropped };
}

const [loudness, rhythm, tonal] = await Promise.all([0, 1, 2].map(read));

/** What the first analyses of recordings give, by recording. */
function firstOf<Value>(
  records: readonly LowLevelRecord[],
  value: (record: LowLevelRecord) => Value | null,
): Map<number, Value> {
  const byRecording = new Map(
    records.filter(({ submission }) => submission === 0).map((each) => [each.recording, each]),
  );
  const found = new Map<number, Value>();
  for (const { index, gid, submission } of all) {
    const record = submission === 0 ? byRecording.get(gid) : undefined;
    const given = record === undefined ? null : value(record);
    if (given !== null) found.set(index, given);
  }
  return found;
}

const mean = (values: Iterable<number>) => {
  const list = [...values];
  return list.reduce((sum, value) => sum + value, 0) / list.length;
};

describe("low-level features", () => {
  it("are three tables that ingestion reads without a fault, a row for nearly every analysis", () => {
    expect(archives.map(({ name }) => name.split("-").at(-1))).toEqual(["lowlevel", "rhythm", "tonal"]);
    for (const { records, dropped } of [loudness!, rhythm!, tonal!]) {
      expect(dropped).toEqual([]);
      expect(records.length / all.length).toBeGreaterThan(0.97);
      expect(records.length).toBeLessThan(all.length);
    }
  });

  it("are bounded, sometimes missing, and have the point mass of masters at full scale", () => {
    const loud = loudness!.records.map(({ lowlevel }) => lowlevel!.averageLoudness);
    const known = loud.filter((value) => value !== null);
    expect(known.length / loud.length).toBeGreaterThan(0.95);
    expect(known.length).toBeLessThan(loud.length);
    expect(known.every((value) => value > 0 && value <= 1)).toBe(true);
    const full = known.filter((value) => value === 1).length / known.length;
    expect(full).toBeGreaterThan(0.01);
    expect(full).toBeLessThan(0.15);
    const tempos = rhythm!.records.map((record) => record.rhythm!.bpm).filter((bpm) => bpm !== null);
    expect(tempos.every((bpm) => bpm > 25 && bpm < 400)).toBe(true);
  });

  it("follow genre and year: metal is faster than hip hop, later masters are louder", () => {
    const genreOf = (index: number) => {
      const [lead] = all.find((analysis) => analysis.index === index)!.members;
      return lead === undefined ? null : GENRES[world.artists.traits(lead).genre]!.name;
    };
    const tempos = firstOf(rhythm!.records, (record) => record.rhythm!.bpm);
    const tempoOf = (genre: string) =>
      mean([...tempos].filter(([index]) => genreOf(index) === genre).map(([, bpm]) => bpm));
    expect(tempoOf("metal")).toBeGreaterThan(tempoOf("hip hop") + 15);
    const louder = firstOf(loudness!.records, ({ lowlevel }) => lowlevel!.averageLoudness);
    const between = (from: number, to: number) =>
      mean([...louder].filter(([index]) => index >= from && index < to).map(([, value]) => value));
    expect(between(2000, 2500)).toBeGreaterThan(between(0, 500) + 0.05);
  });

  it("stay near a key of the artist: two tracks of one artist are nearer on the circle of fifths than of two", () => {
    const names = ["C", "G", "D", "A", "E", "B", "F#", "C#", "Ab", "Eb", "Bb", "F"];
    const keys = firstOf(tonal!.records, (record) => record.tonal!.key);
    const byLead = new Map<number, number[]>();
    for (const { index, members, submission } of all) {
      const key = keys.get(index);
      if (submission > 0 || key === undefined || members.length === 0) continue;
      const at = names.indexOf(key === "Db" ? "C#" : key);
      byLead.set(members[0]!, [...(byLead.get(members[0]!) ?? []), at]);
    }
    const steps = (one: number, other: number) => Math.min((one - other + 12) % 12, (other - one + 12) % 12);
    const several = [...byLead.values()].filter(({ length }) => length > 1);
    expect(several.flat()).not.toContain(-1);
    const own = mean(several.map(([one, other]) => steps(one!, other!)));
    const foreign = mean(several.slice(1).map(([one], at) => steps(one!, several[at]![0]!)));
    expect(own).toBeLessThan(foreign - 0.7);
  });
});
