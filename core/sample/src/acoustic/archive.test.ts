import { describe, expect, it } from "vitest";
import { GENRES } from "../world/genres.js";
import { World } from "../world/world.js";
import { ACOUSTIC_ARCHIVE, acousticDocuments } from "./archive.js";
import { ACOUSTIC_MODELS } from "./models.js";
import { acousticProfile } from "./profile.js";

interface ModelValue {
  readonly all: Readonly<Record<string, number>>;
  readonly probability: number;
  readonly value: string;
}
interface Document {
  readonly highlevel: Readonly<Record<string, ModelValue>>;
  readonly metadata: { readonly tags: Readonly<Record<string, unknown>> } | null;
}

const world = new World({ seed: 5, artists: 800, recordings: 2500 });
const files = [...acousticDocuments(world, 0.7)];
const documents = files
  .slice(0, -1)
  .map(({ path, text }) => ({ path, content: JSON.parse(text) as Document }));

function sortedKeys(value: unknown): boolean {
  if (value === null || typeof value !== "object") return true;
  const keys = Object.keys(value);
  const isSorted = Array.isArray(value) || keys.every((key, at) => at === 0 || keys[at - 1]! < key);
  return isSorted && Object.values(value).every(sortedKeys);
}

describe("acousticDocuments", () => {
  it("lays files out as the archives do, COPYING last, no path twice", () => {
    expect(files.at(-1)!.path).toBe(`${ACOUSTIC_ARCHIVE}/COPYING`);
    for (const { path } of documents) {
      const [, one, two, mbid] = /highlevel\/(..)\/(.)\/([0-9a-f-]{36})-\d\.json$/.exec(path)!;
      expect(mbid!.startsWith(one! + two!)).toBe(true);
    }
    expect(new Set(files.map(({ path }) => path)).size).toBe(files.length);
  });

  it("analyses about the share asked for, some recordings several times", () => {
    const first = documents.filter(({ path }) => path.endsWith("-0.json")).length;
    expect(first / 2500).toBeGreaterThan(0.65);
    expect(first / 2500).toBeLessThan(0.75);
    expect(documents.length).toBeGreaterThan(first * 1.1);
    expect([...acousticDocuments(world, 0)]).toHaveLength(1);
  });

  it("has all classes of all 18 models, probabilities that sum to 1 but for single precision, and the likeliest named", () => {
    expect(Object.keys(ACOUSTIC_MODELS)).toHaveLength(18);
    const whole = documents.filter(({ content }) => Object.keys(content.highlevel).length === 18);
    expect(whole.length).toBeGreaterThan(documents.length * 0.98);
    const wrong = whole.flatMap(({ path, content }) =>
      Object.entries(content.highlevel)
        .filter(([model, { all, probability, value }]) => {
          const sum = Object.values(all).reduce((total, one) => total + one, 0);
          const isComplete = Object.keys(all).join() === ACOUSTIC_MODELS[model]!.classes.toSorted().join();
          const isLikeliest = all[value] === probability && probability === Math.max(...Object.values(all));
          return !isComplete || !isLikeliest || Math.abs(sum - 1) > 1e-6;
        })
        .map(([model]) => `${path}: ${model}`),
    );
    expect(wrong).toEqual([]);
  });

  it("writes keys in order, and leaves out what real documents lack", () => {
    expect(documents.every(({ content }) => sortedKeys(content))).toBe(true);
    expect(documents.some(({ content }) => content.metadata === null)).toBe(true);
    expect(documents.some(({ content }) => Object.keys(content.highlevel).length === 17)).toBe(true);
  });
});

describe("acousticProfile", () => {
  it("tells genres apart by sound: the nearest mean of other tracks names the genre far more often than chance", () => {
    const tracks = Array.from({ length: 1500 }, (_, index) => {
      const artist = (index * 7) % 800;
      const profile = acousticProfile(world, index, [artist], 0);
      const binary = Object.entries(ACOUSTIC_MODELS).filter(([, model]) => model.kind === "binary");
      const vector = binary.map(([name, model]) => profile[name]![model.classes[0]!]!);
      return { genre: world.artists.traits(artist).genre, vector };
    });
    const means = GENRES.map((_, genre) => {
      const own = tracks.slice(0, 750).filter((track) => track.genre === genre);
      return own[0]!.vector.map(
        (_value, at) => own.reduce((sum, { vector }) => sum + vector[at]!, 0) / own.length,
      );
    });
    const distance = (one: readonly number[], other: readonly number[]) =>
      one.reduce((sum, value, at) => sum + (value - other[at]!) ** 2, 0);
    const hits = tracks.slice(750).filter(({ genre, vector }) => {
      const distances = means.map((mean) => distance(mean, vector));
      return distances.indexOf(Math.min(...distances)) === genre;
    });
    expect(hits.length / 750).toBeGreaterThan(4 / GENRES.length);
  });

  it("differs more between tracks than between two analyses of one", () => {
    const danceable = (index: number, submission: number) =>
      acousticProfile(world, index, [3], submission)["danceability"]!["danceable"]!;
    const indexes = Array.from({ length: 200 }, (_, index) => index);
    const spread = (other: (index: number) => number) =>
      indexes.reduce((sum, index) => sum + Math.abs(danceable(index, 0) - other(index)), 0);
    expect(spread((index) => danceable(index, 1))).toBeLessThan(
      0.5 * spread((index) => danceable(index + 1, 0)),
    );
  });
});
