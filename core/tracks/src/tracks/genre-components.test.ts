import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ACOUSTIC_MODELS } from "../acoustic-models.js";
import { keyedRandom } from "../random.js";
import { randomTrackInput } from "../testing/track-inputs.js";
import {
  GENRE_COMPONENTS,
  GENRE_MODELS,
  fitGenreComponents,
  genreColumns,
  genreComponentsOf,
  genreOf,
} from "./genre-components.js";
import { genreMix } from "./genre-names.js";
import type { CatalogueFeatures } from "../profiles/catalogue-features.js";
import { classesOf } from "./classes-of.js";

const random = keyedRandom("genre components");
const tracks = Array.from({ length: 300 }, (_, at) => randomTrackInput(random, { genre: at % 5 }));
const genre = fitGenreComponents(tracks);
const componentsOf = (track: CatalogueFeatures) =>
  genreComponentsOf(
    genre,
    GENRE_MODELS.map((model) => classesOf(track, model)),
  )!;
const components = (reach: number) =>
  fc.array(fc.double({ min: -reach, max: reach, noNaN: true }), {
    minLength: GENRE_COMPONENTS,
    maxLength: GENRE_COMPONENTS,
  });

describe("genre components", () => {
  it("stand for valid probabilities of every model, whatever they are", () => {
    fc.assert(
      fc.property(components(1000), (given) => {
        const blocks = GENRE_MODELS.map((model) => Object.values(genreOf(genre, given)[model]!));
        expect(blocks.map(({ length }) => length)).toEqual(
          GENRE_MODELS.map((model) => ACOUSTIC_MODELS[model].length),
        );
        expect(blocks.flat().every((value) => value >= 0 && value <= 1)).toBe(true);
        for (const block of blocks) expect(block.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 12);
        expect(genreMix(genreOf(genre, given)).reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
      }),
    );
  });

  it("come back from the probabilities that they stand for", () => {
    fc.assert(
      fc.property(components(2), (given) => {
        const probabilities = genreOf(genre, given);
        const back = componentsOf({ ...tracks[0]!, probabilities });
        expect(back.every((value, k) => Math.abs(value - given[k]!) < 1e-9)).toBe(true);
      }),
    );
  });

  it("keep what a model says first for most tracks", () => {
    const first = (classes: Readonly<Record<string, number>>) =>
      Object.entries(classes).reduce((best, entry) => (entry[1] > best[1] ? entry : best))[0];
    const kept = tracks.filter((track) => {
      const decoded = genreOf(genre, componentsOf(track))["genre_rosamerica"]!;
      return first(decoded) === first(track.probabilities["genre_rosamerica"]!);
    });
    expect(kept.length / tracks.length).toBeGreaterThan(0.85);
  });

  it("are within the bounds of their columns even for a track that is certain of one class", () => {
    const certain = (at: number): CatalogueFeatures => ({
      ...tracks[0]!,
      probabilities: Object.fromEntries(
        GENRE_MODELS.map((model) => {
          const classes: readonly string[] = ACOUSTIC_MODELS[model];
          return [
            model,
            Object.fromEntries(classes.map((name, k) => [name, Number(k === at % classes.length)])),
          ];
        }),
      ),
    });
    const columns = genreColumns(genre);
    const outside = Array.from({ length: 10 }, (_, at) => componentsOf(certain(at))).filter((row) =>
      row.some((value, k) => !(value > columns[k]!.lower && value < columns[k]!.upper)),
    );
    expect(outside).toEqual([]);
    expect(columns[0]!.description).toMatch(/^Genre, towards \w+\/\w+, .* away from \w+\/\w+/);
  });
});
