import type { HighLevelDocument, PopularitySignal } from "@interlude/contracts";
import { describe, expect, it } from "vitest";
import { lastByKey } from "./last-by-key.js";
import { signalProblem } from "./popularity.js";
import { documentProblem } from "./recording-features.js";

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
  it.each([document, { ...document, probabilities: {} }])("takes what archives hold", (good) => {
    expect(documentProblem(good)).toBeNull();
  });

  it.each([
    ["MBID", { recording: "0dad432b" }],
    ["offset", { submission: -1 }],
    ["probability", { probabilities: { timbre: { bright: Number.NaN } } }],
    ["probability", { probabilities: { timbre: { bright: -0.1 } } }],
    ["probability", { probabilities: { timbre: { bright: 2 } } }],
    ["storable", { probabilities: { "tim\0bre": {} } }],
    ["storable", { probabilities: { timbre: { "\ud800": 1 } } }],
  ])("refuses a wrong %s", (word, wrong) => {
    expect(documentProblem({ ...document, ...wrong })).toContain(word);
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

describe("the last by key", () => {
  it("keeps the last of each", () => {
    expect(lastByKey(["a1", "b1", "a2"], (item) => item[0]!)).toEqual(["a2", "b1"]);
  });
});
