import { describe, expect, it } from "vitest";
import { type TrainingNeed, dueCause } from "./due.js";

const NEED: TrainingNeed = {
  tracks: 1000,
  tracksAtTraining: 1000,
  epochs: 5,
  refused: null,
  causeBefore: "1000 tracks, of which none is learnt from yet",
  isRequested: false,
};

describe("dueCause", () => {
  it.each<[string, Partial<TrainingNeed>, string]>([
    ["nothing has changed", {}, "null"],
    ["there are too few tracks", { tracks: 199, tracksAtTraining: null, isRequested: true }, "null"],
    ["there are enough for the first time", { tracks: 200, tracksAtTraining: null }, "200 tracks"],
    ["tracks have not grown by half", { tracks: 1499 }, "null"],
    ["tracks have grown by half", { tracks: 1500 }, "1500 tracks instead of 1000"],
    ["an operator asked", { isRequested: true }, "an operator asked"],
    ["the model cannot be served", { refused: "model x cannot be served" }, "model x cannot be served"],
    ["training has not helped with that", { refused: "model x", causeBefore: "model x" }, "null"],
    ["epochs have passed", { epochs: 20 }, "20 epochs since the last"],
  ])("when %s", (_, change, cause) => {
    const due = dueCause({ ...NEED, ...change }, { trainingEpochs: 20 });
    expect(String(due)).toContain(cause);
  });

  it("leaves out the schedule if there is none", () => {
    expect(dueCause({ ...NEED, epochs: 1_000_000 }, { trainingEpochs: 0 })).toBeNull();
  });
});
