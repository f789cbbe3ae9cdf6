import type { CatalogTrack, LowLevelFeatures } from "@interlude/contracts";
import { formatPartialDate, partialDate } from "@interlude/core-musicbrainz";
import { toPartsPerMillion, fromPartsPerMillion } from "@interlude/core-tracks";
import type { MusicTables } from "./music-tables.js";

/** Tracks computed afresh, recording by recording. */
export function expectedTracks(
  tables: MusicTables,
  creditedMbids: (credit: number) => string[],
): Map<string, CatalogTrack> {
  const tracks = new Map<string, CatalogTrack>();
  for (const recording of tables.rows("recording").values()) {
    const merged = [...tables.rows("recording_gid_redirect").values()]
      .filter(({ new_id }) => new_id === recording.id)
      .map(({ gid }) => gid)
      .toSorted();
    const sources = [recording.gid, ...merged];
    const documents = bySource(sources, tables.documents.values()).filter(
      ({ probabilities }) => Object.keys(probabilities).length > 0,
    );
    const artists = creditedMbids(recording.artist_credit);
    if (documents.length === 0 || artists.length === 0) continue;
    const lowest = Math.min(...documents.map(({ submission }) => submission));
    const document = documents.find(({ submission }) => submission === lowest)!;
    tracks.set(recording.gid, {
      recording: recording.gid,
      title: recording.name,
      artists,
      lengthMs: recording.length,
      probabilities: fromPartsPerMillion(toPartsPerMillion(document.probabilities)),
      ...measured(bySource(sources, tables.measurements.values())),
      firstRelease: firstRelease(tables, recording.id),
    });
  }
  return tracks;
}

/** Submissions of those MBIDs, the first MBID's first. */
function bySource<Submission extends { recording: string }>(
  sources: readonly string[],
  submissions: Iterable<Submission>,
): Submission[] {
  const all = [...submissions];
  return sources.flatMap((source) => all.filter(({ recording }) => recording === source));
}

const PITCHES = new Map([
  ["C", 0],
  ["Eb", 3],
  ["F#", 6],
]);

function measured(submissions: readonly LowLevelFeatures[]) {
  const number = (valueOf: (features: LowLevelFeatures) => number | null | undefined, most: number) =>
    chosen(submissions, (features) => {
      const value = valueOf(features) ?? null;
      return value !== null && value >= 0 && value <= most ? value : null;
    });
  const tonality = chosen(
    submissions,
    ({ tonal }) => {
      const pitch = PITCHES.get(tonal?.key ?? "");
      const scale = ["major", "minor"].indexOf(tonal?.scale ?? "");
      return pitch === undefined || scale < 0 ? null : 2 * pitch + scale;
    },
    mostFrequent,
  );
  return {
    bpm: number(({ rhythm }) => rhythm?.bpm, 1000),
    averageLoudness: number(({ lowlevel }) => lowlevel?.averageLoudness, 1),
    onsetRate: number(({ rhythm }) => rhythm?.onsetRate, 1000),
    dynamicComplexity: number(({ lowlevel }) => lowlevel?.dynamicComplexity, 1000),
    key: tonality === null ? null : Math.floor(tonality / 2),
    scale: tonality === null ? null : ["major", "minor"][tonality % 2]!,
  };
}

/** The first submission's value, or one for all of them. */
function chosen(
  submissions: readonly LowLevelFeatures[],
  valueOf: (features: LowLevelFeatures) => number | null,
  ofAll: (sorted: readonly number[]) => number = lowerMedian,
): number | null {
  const known = submissions.flatMap((features) => {
    const value = valueOf(features);
    return value === null ? [] : [{ value, first: features.submission === 0 }];
  });
  const first = known.find((one) => one.first);
  if (first !== undefined || known.length === 0) return first?.value ?? null;
  return ofAll(known.map(({ value }) => value).toSorted((one, other) => one - other));
}

function lowerMedian(sorted: readonly number[]): number {
  return sorted[Math.ceil(sorted.length / 2) - 1]!;
}

function mostFrequent(sorted: readonly number[]): number {
  const count = (value: number) => sorted.filter((one) => one === value).length;
  return sorted.reduce((best, value) => (count(value) > count(best) ? value : best));
}

function firstRelease(tables: MusicTables, recording: number): string | null {
  const dates = [...tables.rows("track").values()]
    .filter((track) => track.recording === recording)
    .flatMap(({ medium }) => tables.rows("medium").get(String(medium)) ?? [])
    .flatMap(({ release }) => tables.rows("release").get(String(release)) ?? [])
    .filter(({ status }) => status !== 6)
    .flatMap(({ id }) => [
      ...[...tables.rows("release_country").values()].filter(({ release }) => release === id),
      ...[...tables.rows("release_unknown_country").values()].filter(({ release }) => release === id),
    ])
    .flatMap((row) => partialDate(row.date_year, row.date_month, row.date_day) ?? []);
  return dates.length === 0 ? null : formatPartialDate(Math.min(...dates));
}
