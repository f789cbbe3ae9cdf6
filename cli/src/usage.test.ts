import { describe, expect, it } from "vitest";
import { buildProgram } from "./program.js";

describe.each([
  [["dead-letters", "replay"]],
  [["dead-letters", "replay", "graph/1", "--all"]],
  [["dead-letters", "replay", "graph/1", "--code", "A"]],
  [["rebuild", "graph"]],
])("interlude %j", (words) => {
  it("says how it is used, before it starts or asks anything", async () => {
    await expect(buildProgram().parseAsync(["node", "interlude", ...words])).rejects.toMatchObject({
      code: "USAGE",
    });
  });
});
