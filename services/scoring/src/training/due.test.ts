import { describe, expect, it } from "vitest";
import { type TrainingNeed, type TrainingSchedule, dueCause } from "./due.js";

const QUIET: TrainingNeed = {
  edges: 1000,
  edgesAtTraining: 1000,
  epochs: 50,
  newLabels: 0,
  isModelRefused: false,
  hasDrifted: false,
};
const NEVER: TrainingSchedule = { trainingEpochs: 0, trainingLabels: 0 };

function isDue(change: Partial<TrainingNeed>, schedule: Partial<TrainingSchedule> = {}): boolean {
  return dueCause({ ...QUIET, ...change }, { ...NEVER, ...schedule }) !== null;
}

describe("training", () => {
  it("is due at first sight of edges, and when they have changed by a twentieth", () => {
    expect(isDue({})).toBe(false);
    expect(isDue({ edges: 0, edgesAtTraining: 0 })).toBe(false);
    expect(isDue({ edges: 1, edgesAtTraining: 0 })).toBe(true);
    expect(isDue({ edges: 0, edgesAtTraining: 10 })).toBe(false);
    expect([isDue({ edges: 1049 }), isDue({ edges: 1050 })]).toEqual([false, true]);
    expect([isDue({ edges: 951 }), isDue({ edges: 950 })]).toEqual([false, true]);
  });

  it("is due when the stored model cannot be served, or surprises", () => {
    expect(isDue({ isModelRefused: true })).toBe(true);
    expect(isDue({ isModelRefused: true, edges: 0 })).toBe(false);
    expect(isDue({ hasDrifted: true })).toBe(true);
  });

  it("is due after as many epochs or labels as the settings say", () => {
    expect([isDue({}, { trainingEpochs: 51 }), isDue({}, { trainingEpochs: 50 })]).toEqual([false, true]);
    expect(isDue({ epochs: null }, { trainingEpochs: 50 })).toBe(false);
    expect(isDue({ newLabels: 9 }, { trainingLabels: 10 })).toBe(false);
    expect(isDue({ newLabels: 10 }, { trainingLabels: 10 })).toBe(true);
    expect(isDue({ newLabels: 10 })).toBe(false);
  });
});
