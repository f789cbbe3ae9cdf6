import { describe, expect, it } from "vitest";
import { hashHex, keyedRandom, shuffledIndices } from "./random.js";

describe("keyedRandom", () => {
  it("gives one key one stream, and another key another", () => {
    const draw = (key: string) => Array.from({ length: 5 }, keyedRandom(key).uniform);
    expect(draw("a")).toEqual(draw("a"));
    expect(draw("a")).not.toEqual(draw("b"));
  });

  it("does not change between releases: published tracks depend on it", () => {
    const random = keyedRandom("tracks-0 a:b 0");
    expect([random.uniform(), random.normal(), random.below(1000)]).toEqual([
      0.29428327733155774, 0.13998595941114533, 397,
    ]);
    expect(hashHex("interlude")).toBe("05d451c089aba89c0a63254af8539347");
  });

  it("draws normals with the moments of the standard normal", () => {
    const random = keyedRandom("moments");
    const draws = Array.from({ length: 20_000 }, random.normal);
    const moment = (power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / draws.length;
    expect(Math.abs(moment(1))).toBeLessThan(0.03);
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.05);
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.3);
  });

  it("gives keys that differ in one character unrelated streams", () => {
    const first = Array.from({ length: 4000 }, (_, i) => keyedRandom(`pair ${i}`).uniform());
    const mean = first.reduce((sum, x) => sum + x, 0) / first.length;
    let lag = 0;
    for (let i = 1; i < first.length; i++) lag += (first[i]! - mean) * (first[i - 1]! - mean);
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(lag / first.length) * 12).toBeLessThan(0.06);
  });
});

describe("shuffledIndices", () => {
  it("is a permutation", () => {
    const order = shuffledIndices(500, keyedRandom("order"));
    expect([...order].sort((x, y) => x - y)).toEqual(Array.from({ length: 500 }, (_, i) => i));
    expect(order[0] === 0 && order[1] === 1 && order[2] === 2).toBe(false);
  });
});
