import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { movedBeyond, movementOf } from "../conditions/movement.js";
import { encodeConditions } from "../conditions/encode-conditions.js";
import { fitConditions } from "../conditions/fit-conditions.js";
import { keyedRandom } from "../random.js";
import { fitSpace, scoresOf } from "../table/fitted-space.js";
import { randomTrackInput } from "../testing/track-inputs.js";
import { NO_TRACKS, type ProfileSums, addSums, sumsOfTrack } from "../profiles/profile-sums.js";
import { artistProfile } from "./artist-profile.js";
import { CONDITION_CATALOGUE } from "./condition-catalogue.js";
import {
  type ArtistKnowledge,
  type PairProximity,
  fitPairConditions,
  pairConditionDeclarations,
  pairConditionRow,
  yearOfPair,
} from "./pair-conditions.js";
import type { CatalogueFeatures } from "../profiles/catalogue-features.js";
import { fitTrackSpace, trackTable } from "./track-space.js";

const random = keyedRandom("pair conditions");
const catalogue = Array.from({ length: 80 }, (_, artist) =>
  Array.from({ length: artist % 7 }, () => randomTrackInput(random, { genre: artist % 4, missing: 0.1 })),
);
const tracksOf = (tracks: readonly CatalogueFeatures[]): ProfileSums =>
  tracks.map(sumsOfTrack).reduce((sums, track) => addSums(sums, track), NO_TRACKS);
const artists: ArtistKnowledge[] = catalogue.map((tracks, at) => ({
  embedding: at % 9 === 0 ? [] : Array.from({ length: 16 }, () => random.normal() / 4),
  popularity: at % 5 === 0 ? null : random.below(101),
  tracks: tracksOf(tracks),
  latestYear: at % 6 === 0 ? null : 1960 + at,
}));
const space = fitTrackSpace(catalogue.flat());
const fitted = fitPairConditions(artists, space.genre);
const declarations = pairConditionDeclarations(fitted);
const near: PairProximity = {
  commonNeighbours: 3,
  adamicAdar: 1.4,
  jaccard: 0.1,
  preferentialAttachment: 120,
};
const artist = fc.nat(artists.length - 1).map((at) => artists[at]!);
const valueOf = (row: ReturnType<typeof pairConditionRow>, name: string) =>
  row[declarations.findIndex((declaration) => declaration.name === name)];

describe("the conditions of a pair", () => {
  it("are the same whichever artist comes first, one a declaration", () => {
    fc.assert(
      fc.property(artist, artist, (a, b) => {
        const row = pairConditionRow(fitted, a, b, near, yearOfPair(a, b));
        expect(row).toEqual(pairConditionRow(fitted, b, a, near, yearOfPair(b, a)));
        expect(row).toHaveLength(declarations.length);
        expect(
          row.every((value) => value === null || typeof value === "string" || Number.isFinite(value)),
        ).toBe(true);
      }),
    );
  });

  it("are those of the catalogue, in its order", () => {
    const meant = declarations.map(({ name }) =>
      name.replace(/^embedding \d+/, "embedding k").replace(/^profile \S+/, "profile x"),
    );
    expect([...new Set(meant)]).toEqual(CONDITION_CATALOGUE.map(({ name }) => name));
  });

  it("say of a solo track that it has no proximity and no difference", () => {
    fc.assert(
      fc.property(artist, (a) => {
        const row = pairConditionRow(fitted, a, a, null, 1999);
        expect(valueOf(row, "log common neighbours")).toBeNull();
        expect(valueOf(row, "decade")).toBe(1990);
        const differences = row.filter((_, at) => declarations[at]!.name.endsWith("difference"));
        expect(differences.every((value) => value === null || value === 0)).toBe(true);
        expect(valueOf(row, "popularity mean")).toBe(a.popularity);
      }),
    );
  });

  it("know the popularity of a pair from one artist, but no difference", () => {
    const [known, unknown] = [artists[1]!, artists[5]!];
    const row = pairConditionRow(fitted, unknown, known, near, null);
    expect(valueOf(row, "popularity mean")).toBe(known.popularity);
    expect(valueOf(row, "popularity difference")).toBeNull();
    expect(valueOf(row, "decade")).toBeNull();
  });

  it("have a genre that both artists' tracks say, each artist with the same say", () => {
    const of = (genre: number, count: number) => ({
      ...artists[1]!,
      tracks: tracksOf(Array.from({ length: count }, () => randomTrackInput(random, { genre }))),
    });
    const nobody = { ...artists[1]!, tracks: NO_TRACKS };
    const genre = (a: ArtistKnowledge, b: ArtistKnowledge) => pairConditionRow(fitted, a, b, near, null)[0];
    expect(genre(of(3, 9), of(3, 1))).toBe("jazz");
    expect(genre(of(2, 5), nobody)).toBe("hip hop");
    expect(genre(nobody, nobody)).toBeNull();
  });
});

describe("the profile of an artist", () => {
  it("goes from the genre's to the mean of the tracks with their number", () => {
    const track = { ...randomTrackInput(keyedRandom("profile"), { genre: 3 }), averageLoudness: 0.2 };
    const loudness = (count: number) => {
      const profile = artistProfile(fitted.priors, tracksOf(Array.from({ length: count }, () => track)));
      return profile[1]! / 1e6;
    };
    expect(loudness(1)).toBeGreaterThan(0.4);
    expect(loudness(20)).toBeLessThan(loudness(3));
    expect(loudness(3)).toBeLessThan(loudness(1));
    expect(Math.abs(loudness(2000) - 0.2)).toBeLessThan(0.01);
  });
});

describe("movedBeyond", () => {
  const rows = catalogue.flatMap((tracks, at) =>
    tracks.map((_, k) => {
      const other = artists[(at + k) % artists.length]!;
      return pairConditionRow(fitted, artists[at]!, other, k === 0 ? null : near, 1970 + k * 10);
    }),
  );
  const table = trackTable(space, catalogue.flat());
  const scores = scoresOf(fitSpace(space.space, table), table, random);
  const conditions = fitConditions(declarations, rows, scores);
  const at = (name: string) => declarations.findIndex((declaration) => declaration.name === name);
  const stored = rows.find(
    (row) => Number(row[at("popularity mean")]) > 30 && row[at("log common neighbours")] !== null,
  )!;

  it("is false for the same conditions and true for another genre or something newly known", () => {
    expect(movementOf(conditions, stored, stored)).toBeNull();
    expect(movedBeyond(conditions, stored, stored.with(0, "polka"), 1e9)).toBe(true);
    expect(movementOf(conditions, stored, stored.with(at("log common neighbours"), null))?.by).toBe(Infinity);
  });

  it("compares the largest change in normal scores with the threshold, as they are encoded", () => {
    const moved = stored.with(at("popularity mean"), 0);
    const movement = movementOf(conditions, stored, moved)!;
    expect(movement.name).toBe("popularity mean");
    const [one, other] = [stored, moved].map((row) => encodeConditions(conditions, [row]).values);
    const column = conditions.names.indexOf("popularity mean");
    expect(movement.by).toBeCloseTo(Math.abs(one![column]! - other![column]!), 12);
    expect(movedBeyond(conditions, stored, moved, movement.by)).toBe(false);
    expect(movedBeyond(conditions, stored, moved, movement.by - 1e-9)).toBe(true);
  });
});
