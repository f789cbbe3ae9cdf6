import { expect, it } from "vitest";
import { differencesOf } from "./contents.js";

const topic = (values: Record<string, string>) => new Map([["topic", new Map(Object.entries(values))]]);

it("what a topic holds is compared key by key", () => {
  expect(differencesOf(topic({ a: "1", b: "2", c: "3" }), topic({ a: "1", b: "5", d: "4" }))).toEqual({
    lost: 2,
    added: 1,
    examples: [
      "topic has b as 5, without the fault as 2",
      "topic has lost c",
      "topic has d, which there is not without the fault",
    ],
  });
  expect(differencesOf(topic({ a: "1" }), topic({ a: "1" }))).toEqual({ lost: 0, added: 0, examples: [] });
});

it("a topic that is not there has lost everything", () => {
  expect(differencesOf(topic({ a: "1" }), new Map()).lost).toBe(1);
});
