import type { HighLevelDocument, PopularitySignal } from "@interlude/contracts";
import { describe, expect, it } from "vitest";
import { readDocument, signalProblem } from "./feature-checks.js";

const document: HighLevelDocument = {
  recording: "0dad432b-16cc-4bf0-8961-fd31d124b01b",
  submission: 0,
  probabilities: { timbre: { bright: 1.00000003, dark: 3e-14 } },
  lengthSeconds: null,
  source: "archive",
};

const signal: PopularitySignal = {
  provider: "spotify",
  entity: "artist",
  id: "4Z8W4fKeB5YxbusRsdQVPb",
  name: "Radiohead",
  popularity: 79,
  followers: null,
  genres: ["art rock"],
  asOf: "2024-02-29",
  source: "nodes.csv",
};

describe("documents", () => {
  it("takes what archives hold, each model scaled to a million", () => {
    const read = readDocument(document);
    const { classes } = read as { classes: (number | null)[] };
    expect(classes.filter((value) => value !== null)).toEqual([1_000_000, 0]);
  });

  it("takes one that says nothing", () => {
    expect(readDocument({ ...document, probabilities: {} })).toEqual({ classes: [] });
  });

  it.each([
    ["MBID", { recording: "0dad432b" }],
    ["offset", { submission: -1 }],
    ["probability", { probabilities: { timbre: { bright: Number.NaN, dark: 1 } } }],
    ["probability", { probabilities: { timbre: { bright: -0.1, dark: 1.1 } } }],
    ["sum", { probabilities: { timbre: { bright: 0.3, dark: 0.3 } } }],
    ["TRACK_CLASSES_MISSING", { probabilities: { timbre: { bright: 1 } } }],
    ["model", { probabilities: { "tim\0bre": { bright: 1 } } }],
    ["class", { probabilities: { timbre: { bright: 1, dark: 0, "\ud800": 0 } } }],
    ["storable", { source: "\0" }],
  ])("refuses a wrong %s", (word, wrong) => {
    expect(readDocument({ ...document, ...wrong })).toEqual({ problem: expect.stringContaining(word) });
  });
});

describe("popularity signals", () => {
  it("takes what providers publish", () => {
    expect(signalProblem(signal)).toBeNull();
  });

  it.each([
    ["id", { id: "" }],
    ["popularity", { popularity: 101 }],
    ["popularity", { popularity: Number.NaN }],
    ["followers", { followers: -1 }],
    ["asOf", { asOf: "2023-02-29" }],
    ["asOf", { asOf: "0000-01-01" }],
    ["asOf", { asOf: "yesterday" }],
    ["text", { genres: ["a\0b"] }],
  ])("refuses a wrong %s", (word, wrong) => {
    expect(signalProblem({ ...signal, ...wrong })).toContain(word);
  });
});
