import { expect, it } from "vitest";
import { newestByKey } from "./newest-by-key.js";

it("the newest of each key are the last, in the order of keys", () => {
  expect(newestByKey(["b1", "a1", "c1", "b2", "a2"], (item) => item[0]!)).toEqual(["a2", "b2", "c1"]);
});
