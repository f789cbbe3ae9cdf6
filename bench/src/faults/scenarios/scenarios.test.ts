import { expect, it } from "vitest";
import { SCENARIOS } from "./index.js";

it("every scenario has a name of its own", () => {
  const names = SCENARIOS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});

it("a fault that stops a service for good says how the operator recovers", () => {
  for (const { name, stops, recovery } of SCENARIOS) {
    expect([name, stops === undefined]).toEqual([name, recovery === undefined]);
  }
});
