import { describe, expect, it } from "vitest";
import { QueryParameters, type QueryString, mbidParameter } from "./query-parameters.js";

const MBID = "561d854a-6a28-4aa7-8c99-323e6ce46c2a";
const limit = (query: QueryString) =>
  new QueryParameters(query, ["limit"]).integer("limit", { default: 5, min: 1, max: 9 });
const share = (query: QueryString) => new QueryParameters(query, ["p"]).probability("p", 0.5);

describe("QueryParameters", () => {
  it("has defaults for what is missing or empty", () => {
    expect(limit({})).toBe(5);
    expect(limit({ limit: " " })).toBe(5);
    expect(share({})).toBe(0.5);
    expect(new QueryParameters({}, ["name"]).text("name", 10)).toBeNull();
    expect(new QueryParameters({}, ["artist"]).mbid("artist")).toBeNull();
  });

  it.each(["0", "10", "1.5", "x", "0x3", "1e1", "Infinity", "-1", "1 2"])("refuses limit %j", (value) => {
    expect(() => limit({ limit: value })).toThrow(
      expect.objectContaining({
        status: 400,
        code: "PARAMETER_INVALID",
        message: expect.stringContaining("limit"),
      }),
    );
  });

  it.each(["-0.1", "1.1", "NaN", "half"])("refuses probability %j", (value) => {
    expect(() => share({ p: value })).toThrow(expect.objectContaining({ code: "PARAMETER_INVALID" }));
  });

  it("takes numbers as people write them", () => {
    expect(share({ p: "0.25" })).toBe(0.25);
    expect(share({ p: "5e-1" })).toBe(0.5);
    expect(limit({ limit: "9" })).toBe(9);
  });

  it("refuses a name that is unknown, and one given twice", () => {
    expect(() => limit({ limits: "3" })).toThrow(expect.objectContaining({ code: "PARAMETER_UNKNOWN" }));
    expect(() => limit({ limit: ["3", "4"] })).toThrow(
      expect.objectContaining({ code: "PARAMETER_REPEATED" }),
    );
    expect(() => new QueryParameters({ limit: ["3", "4"] }, ["limit"], "PARAMETER_INVALID")).toThrow(
      expect.objectContaining({ status: 400, code: "PARAMETER_INVALID" }),
    );
  });

  it("refuses text that is too long", () => {
    expect(() => new QueryParameters({ name: "abcdef" }, ["name"]).text("name", 5)).toThrow(
      expect.objectContaining({ code: "PARAMETER_INVALID" }),
    );
  });

  it("demands an MBID that must be given", () => {
    expect(new QueryParameters({ a: MBID.toUpperCase() }, ["a"]).requiredMbid("a")).toBe(MBID);
    expect(() => new QueryParameters({}, ["a"]).requiredMbid("a")).toThrow(
      expect.objectContaining({ status: 400, code: "PARAMETER_INVALID" }),
    );
  });

  it("takes an MBID in either case and nothing else", () => {
    expect(mbidParameter("artist", MBID.toUpperCase())).toBe(MBID);
    expect(() => mbidParameter("artist", `${MBID}' or 1=1`)).toThrow(
      expect.objectContaining({ status: 400, code: "PARAMETER_INVALID" }),
    );
  });
});
