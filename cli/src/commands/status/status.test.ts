import { expect, it } from "vitest";
import { statusOf } from "../../testing/status.js";
import { describeStatus } from "./status.js";

const status = {
  namespace: "",
  source: null,
  console: "http://127.0.0.1:1",
  services: { ingestion: statusOf("ingestion"), graph: null },
};

it("says what is set aside and what to do about it, or that it is not known", () => {
  const setAside = {
    omissions: [],
    skipped: { table: 1 },
    deadLetters: [{ service: "graph", code: "MARKER_INVALID", count: 3 } as const],
  };
  expect(describeStatus({ ...status, setAside }).slice(1)).toEqual([
    "graph          does not respond",
    "dead letters of graph: MARKER_INVALID 3",
    "interlude dead-letters list shows them; once the cause is mended, interlude dead-letters replay --all",
    "console at http://127.0.0.1:1",
  ]);
  expect(describeStatus({ ...status, setAside: { unknown: "the database is away" } })).toContain(
    "what is set aside is not known: the database is away",
  );
  const nothing = { omissions: [], skipped: {}, deadLetters: [] };
  expect(describeStatus({ ...status, setAside: nothing })).toHaveLength(3);
});
