import { describe, expect, it } from "vitest";
import { encodeCursor } from "./candidate-cursor.js";
import { parseCandidateQuery } from "./candidate-query.js";

const A = "00000000-0000-4000-8000-00000000000a";
const B = "00000000-0000-4000-8000-00000000000b";

describe("parseCandidateQuery", () => {
  it("lists the first fifty where nothing is asked for", () => {
    expect(parseCandidateQuery({})).toEqual({
      artist: null,
      words: null,
      point: null,
      minimumProbability: 0,
      limit: 50,
      after: null,
    });
  });

  it("reads every filter", () => {
    const after = { probability: 0.5, artistA: A, artistB: B };
    const query = {
      artist: A,
      name: "Davis, M",
      point: "prevalence-80",
      minimumProbability: "0.8",
      limit: "200",
      cursor: encodeCursor(after),
    };
    expect(parseCandidateQuery(query)).toEqual({
      artist: A,
      words: "'davis':* & 'm':*",
      point: "prevalence-80",
      minimumProbability: 0.8,
      limit: 200,
      after,
    });
  });

  it.each([
    [{ artist: "12" }, "PARAMETER_INVALID"],
    [{ point: "x'; drop table candidates" }, "PARAMETER_INVALID"],
    [{ minimumProbability: "80%" }, "PARAMETER_INVALID"],
    [{ limit: "201" }, "PARAMETER_INVALID"],
    [{ name: "x".repeat(201) }, "PARAMETER_INVALID"],
    [{ cursor: "abc" }, "CURSOR_INVALID"],
    [{ sort: "name" }, "PARAMETER_UNKNOWN"],
    [{ artist: [A, B] }, "PARAMETER_REPEATED"],
  ])("refuses %j", (query, code) => {
    expect(() => parseCandidateQuery(query)).toThrow(expect.objectContaining({ status: 400, code }));
  });
});
