import { describe, expect, expectTypeOf, it } from "vitest";
import { flag, list, oneOf, text } from "./kinds.js";
import { readSettings, settingsIn } from "./setting.js";

const declared = {
  edges: flag({ variable: "EDGES", description: "Edges.", default: false }),
  source: text({ variable: "SOURCE", description: "A folder.", default: null }),
  access: {
    mode: oneOf({ variable: "MODE", description: "A mode.", words: ["read", "write"], default: "read" }),
    names: list({ variable: "NAMES", description: "Names." }),
  },
};

describe("settings", () => {
  it("are values under the names that the code uses, in the same groups", () => {
    const values = readSettings(declared, { EDGES: " on ", NAMES: "a, b,,", SOURCE: "" });
    expect(values).toEqual({ edges: true, source: null, access: { mode: "read", names: ["a", "b"] } });
    expectTypeOf(values.source).toEqualTypeOf<string | null>();
    expectTypeOf(values.access.mode).toEqualTypeOf<"read" | "write">();
    expectTypeOf(values.access.names).toEqualTypeOf<readonly string[]>();
  });

  it.each([
    [{ EDGES: "yes", NAMES: "a" }, "EDGES must be one of on, off"],
    [{ MODE: "rw", NAMES: "a" }, "MODE must be one of read, write"],
    [{ NAMES: "," }, "NAMES must be one or more texts with commas between"],
    [{}, "NAMES is not set"],
  ])("%j are refused with the variable and the rule", (environment, message) => {
    expect(() => readSettings(declared, environment)).toThrow(message);
  });

  it("are listed whatever group they are in", () => {
    expect(settingsIn(declared).map(({ variable }) => variable)).toEqual([
      "EDGES",
      "SOURCE",
      "MODE",
      "NAMES",
    ]);
  });
});
