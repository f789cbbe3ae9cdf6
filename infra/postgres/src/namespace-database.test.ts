import { describe, expect, it } from "vitest";
import { databaseName } from "./namespace-database.js";

describe("database of a namespace", () => {
  it("is named after it, without hyphens", () => {
    expect([databaseName(""), databaseName("try-2")]).toEqual(["interlude", "interlude_try_2"]);
  });
});
