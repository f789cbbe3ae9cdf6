import { EMBEDDING_DIMENSION } from "@interlude/core-graph";
import { describe, expect, it } from "vitest";
import { keyedRandom } from "./random.js";
import { fitClusters, nearestCluster } from "./clusters.js";

function gaussian(random: ReturnType<typeof keyedRandom>): number[] {
  return Array.from({ length: EMBEDDING_DIMENSION }, random.normal);
}
function unit(values: readonly number[]): number[] {
  const norm = Math.hypot(...values);
  return values.map((value) => value / norm);
}

/** Artists around four random directions. */
function artists(count: number) {
  const random = keyedRandom("four clusters");
  const centres = Array.from({ length: 4 }, () => unit(gaussian(random)));
  return Array.from({ length: count }, (_, i) => {
    const noise = gaussian(random);
    return { cluster: i % 4, embedding: unit(centres[i % 4]!.map((value, d) => value + 0.06 * noise[d]!)) };
  });
}

describe("fitClusters", () => {
  it("puts artists of different true clusters into different clusters", () => {
    const all = artists(400);
    const clusters = fitClusters(all.map(({ embedding }) => embedding));
    const trueCluster = new Map<number, number>();
    let mixed = 0;
    for (const { cluster, embedding } of all) {
      const found = nearestCluster(clusters, embedding);
      if (!trueCluster.has(found)) trueCluster.set(found, cluster);
      if (trueCluster.get(found) !== cluster) mixed++;
    }
    expect(new Set(trueCluster.values()).size).toBe(4);
    expect(mixed).toBe(0);
  });

  it("gives equal clusters for equal artists, all of unit length", () => {
    const embeddings = artists(300).map(({ embedding }) => embedding);
    const clusters = fitClusters(embeddings);
    expect(fitClusters([...embeddings, []])).toEqual(clusters);
    expect(clusters.centres).toHaveLength(16);
    for (const centre of clusters.centres) expect(Math.hypot(...centre)).toBeCloseTo(1, 12);
  });

  it("needs no more artists than there are", () => {
    expect(fitClusters([]).centres).toHaveLength(1);
    expect(fitClusters(artists(3).map(({ embedding }) => embedding)).centres).toHaveLength(1);
    const same = Array.from({ length: 40 }, () => artists(1)[0]!.embedding);
    expect(nearestCluster(fitClusters(same), same[0]!)).toBe(0);
  });

  it("refuses embeddings of another dimension", () => {
    expect(() => fitClusters([[1, 0]])).toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }));
  });
});
