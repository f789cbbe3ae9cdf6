import { expect, it } from "vitest";
import { benchGenerate } from "./bench-generate.js";

it("measures training and drawing, and says why Keras is left out", async () => {
  const notices: string[] = [];
  const report = await benchGenerate({
    sizes: {
      rows: 128,
      passes: 2,
      batch: 64,
      features: 3,
      condition: 2,
      latent: 2,
      hidden: 8,
      covariance: "full",
    },
    backends: ["wasm"],
    rounds: 1,
    python: "/nowhere/python3",
    version: "test",
    onStep: (line) => notices.push(line),
  });
  expect(report).toMatchObject({ bench: "generate", keras: null, toKeras: null });
  expect(notices.some((line) => line.startsWith("Keras left out: /nowhere/python3"))).toBe(true);
  const [training] = report.training;
  expect(training).toMatchObject({ backend: "wasm", rows: 128, passes: 2 });
  expect(training!.samplesPerSecond).toBeGreaterThan(0);
  expect(report.drawing.map(({ hidden }) => hidden)).toEqual([128, 8]);
  for (const { sum, vectorsPerSecond } of report.drawing) {
    expect(Number.isFinite(sum)).toBe(true);
    expect(vectorsPerSecond).toBeGreaterThan(0);
  }
});
