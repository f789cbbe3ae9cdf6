import { describe, expect, it } from "vitest";
import { catalogArtist } from "../testing/epoch-inputs.js";
import { checkArtist, checkCollaboration } from "./record-checks.js";

const a = "0007100d-d12e-55f2-9d3b-82b30fab56ca";
const b = "0fd1b9bc-fcd1-5c81-8d15-5aa4499b62f7";
const value = { artistA: a, artistB: b, weight: 3, firstRecording: 17, kinds: [] };

describe("checkCollaboration", () => {
  it("takes a pair and a tombstone", () => {
    expect(checkCollaboration({ key: `${a}:${b}`, value })).toEqual(value);
    expect(checkCollaboration({ key: `${a}:${b}`, value: null })).toEqual({
      artistA: a,
      artistB: b,
      weight: null,
      firstRecording: null,
      kinds: [],
    });
  });

  it.each([
    ["one MBID", a, null, "GRAPH_MALFORMED_PAIR"],
    ["three MBIDs", `${a}:${b}:${b}`, null, "GRAPH_MALFORMED_PAIR"],
    ["something else", "artist:12", null, "GRAPH_MALFORMED_PAIR"],
    ["upper case", `${a}:${b.toUpperCase()}`, null, "GRAPH_MALFORMED_PAIR"],
    ["the wrong order", `${b}:${a}`, null, "GRAPH_MALFORMED_PAIR"],
    ["another pair's key", `${a}:${b.replace("0f", "1f")}`, value, "GRAPH_MALFORMED_PAIR"],
    ["a self-loop", `${a}:${a}`, { ...value, artistB: a }, "GRAPH_SELF_LOOP"],
    ["weight zero", `${a}:${b}`, { ...value, weight: 0 }, "GRAPH_INVALID_WEIGHT"],
    ["a weight that is not a number", `${a}:${b}`, { ...value, weight: Number.NaN }, "GRAPH_INVALID_WEIGHT"],
    ["no recording", `${a}:${b}`, { ...value, firstRecording: -1 }, "GRAPH_INVALID_FIRST_RECORDING"],
  ])("rejects %s", (_, key, record, code) => {
    expect(checkCollaboration({ key, value: record })).toEqual({
      code,
      reason: expect.any(String) as string,
    });
  });
});

describe("checkArtist", () => {
  const artist = { ...catalogArtist(a), name: "Nina", popularity: 50 };

  it("takes an artist and a tombstone", () => {
    expect(checkArtist({ key: a, value: artist })).toMatchObject({ artist: a, name: "Nina", popularity: 50 });
    expect(checkArtist({ key: a, value: null })).toMatchObject({ artist: a, name: null });
  });

  it.each([
    ["no MBID", "artist:12", null, "GRAPH_INVALID_MBID"],
    ["upper case", a.toUpperCase(), null, "GRAPH_INVALID_MBID"],
    ["the key of another artist", b, artist, "GRAPH_INVALID_MBID"],
    ["a popularity that is no number", a, { ...artist, popularity: Number.NaN }, "GRAPH_INVALID_ARTIST"],
    ["a name that the store cannot hold", a, { ...artist, name: "Ni\0na" }, "GRAPH_INVALID_ARTIST"],
  ])("rejects %s", (_, key, record, code) => {
    expect(checkArtist({ key, value: record })).toEqual({ code, reason: expect.any(String) as string });
  });
});
