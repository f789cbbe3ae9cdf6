import { type Matrix, takeRows } from "@interlude/core-numerics";
import { type GenerationModel, nearestRows, scoresOf, trackTable } from "@interlude/core-tracks";
import type { NearestTrack } from "@interlude/contracts";
import type { TrackRow } from "../inputs/tracks.repository.js";

/** How many a synthetic track names. */
const NAMED_TRACKS = 3;
const SIX_DECIMALS = 1e6;

/** A track of an artist. */
export interface RealTrack extends TrackRow {
  /** MBID of the artist that it is listed for. */
  readonly artist: string;
}

/** Real tracks of some artists, ready to be compared with drawn ones by a model. */
export class RealTracks {
  readonly #scores: Matrix;
  readonly #byArtist = new Map<string, number[]>();

  /** @param tracks in the order of MBIDs an artist */
  constructor(
    private readonly model: GenerationModel,
    private readonly tracks: readonly RealTrack[],
  ) {
    this.#scores = scoresOf(model.generator.space, trackTable(model.tracks, tracks));
    for (const [row, { artist }] of tracks.entries()) {
      const rows = this.#byArtist.get(artist);
      if (rows === undefined) this.#byArtist.set(artist, [row]);
      else rows.push(row);
    }
  }

  /** The tracks of either artist that are nearest to each vector of the pair. */
  nearest(artistA: string, artistB: string, vectors: readonly (readonly number[])[]): NearestTrack[][] {
    const ofA = this.#byArtist.get(artistA) ?? [];
    const known = new Set(ofA.map((row) => this.tracks[row]!.recording));
    // One that credits both is listed for the first.
    const ofB = (this.#byArtist.get(artistB) ?? []).filter((row) => !known.has(this.tracks[row]!.recording));
    const rows = [...ofA, ...ofB];
    if (rows.length === 0) return vectors.map(() => []);
    const others = takeRows(this.#scores, rows);
    const columns = vectors[0]?.length ?? 0;
    const table = { rows: vectors.length, columns, values: Float64Array.from(vectors.flat()) };
    const scores = scoresOf(this.model.generator.space, table);
    return vectors.map((_, at) => {
      const own = scores.values.subarray(at * scores.columns, (at + 1) * scores.columns);
      return nearestRows(own, others, NAMED_TRACKS).map(({ row, distance }) => {
        const { artist, recording, title } = this.tracks[rows[row]!]!;
        return { artist, recording, title, distance: Math.round(distance * SIX_DECIMALS) / SIX_DECIMALS };
      });
    });
  }
}
