import { describe, expect, it } from "vitest";
import { keyedRandom } from "./random.js";
import { fitScenes, nearestScene } from "./scenes.js";

function gaussian(random: ReturnType<typeof keyedRandom>): number[] {
  return Array.from({ length: 64 }, random.normal);
}
function unit(values: readonly number[]): number[] {
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
}

/** Artists around four random directions. */
function artists(count: number) {
  const random = keyedRandom("four scenes");
  const centres = Array.from({ length: 4 }, () => unit(gaussian(random)));
  return Array.from({ length: count }, (_, i) => {
    const noise = gaussian(random);
    return { scene: i % 4, embedding: unit(centres[i % 4]!.map((value, d) => value + 0.06 * noise[d]!)) };
  });
}

describe("fitScenes", () => {
  it("puts artists of different true scenes into different scenes", () => {
    const all = artists(400);
    const scenes = fitScenes(all.map(({ embedding }) => embedding));
    const trueScene = new Map<number, number>();
    let mixed = 0;
    for (const { scene, embedding } of all) {
      const found = nearestScene(scenes, embedding);
      if (!trueScene.has(found)) trueScene.set(found, scene);
      if (trueScene.get(found) !== scene) mixed++;
    }
    expect(new Set(trueScene.values()).size).toBe(4);
    expect(mixed).toBe(0);
  });

  it("gives equal scenes for equal artists, all of unit length", () => {
    const embeddings = artists(300).map(({ embedding }) => embedding);
    const scenes = fitScenes(embeddings);
    expect(fitScenes([...embeddings, []])).toEqual(scenes);
    expect(scenes.centres).toHaveLength(16);
    for (const centre of scenes.centres) expect(Math.hypot(...centre)).toBeCloseTo(1, 12);
  });

  it("needs no more artists than there are", () => {
    expect(fitScenes([]).centres).toHaveLength(1);
    expect(fitScenes(artists(3).map(({ embedding }) => embedding)).centres).toHaveLength(1);
    const same = Array.from({ length: 40 }, () => artists(1)[0]!.embedding);
    expect(nearestScene(fitScenes(same), same[0]!)).toBe(0);
  });

  it("refuses embeddings of another dimension", () => {
    expect(() => fitScenes([[1, 0]])).toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }));
  });
});
