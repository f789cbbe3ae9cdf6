import { describe, expect, it } from "vitest";
import { Parameters, type Query, parseMbid } from "./parameters.js";

const MBID = "561d854a-6a28-4aa7-8c99-323e6ce46c2a";
const limit = (query: Query) =>
  new Parameters(query, ["limit"]).integer("limit", { default: 5, min: 1, max: 9 });
const share = (query: Query) => new Parameters(query, ["p"]).probability("p", 0.5);

describe("Parameters", () => {
  it("has defaults for what is missing or empty", () => {
    expect(limit({})).toBe(5);
    expect(limit({ limit: " " })).toBe(5);
    expect(share({})).toBe(0.5);
    expect(new Parameters({}, ["name"]).text("name", 10)).toBeNull();
    expect(new Parameters({}, ["artist"]).mbid("artist")).toBeNull();
  });

  it.each(["0", "10", "1.5", "x", "0x3", "Infinity", "-1", "1 2"])("refuses limit %j", (value) => {
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

  it("refuses a name that nobody knows, and one given twice", () => {
    expect(() => limit({ limits: "3" })).toThrow(expect.objectContaining({ code: "PARAMETER_UNKNOWN" }));
    expect(() => limit({ limit: ["3", "4"] })).toThrow(
      expect.objectContaining({ code: "PARAMETER_REPEATED" }),
    );
  });

  it("refuses text that is too long", () => {
    expect(() => new Parameters({ name: "abcdef" }, ["name"]).text("name", 5)).toThrow(
      expect.objectContaining({ code: "PARAMETER_INVALID" }),
    );
  });

  it("takes an MBID in either case and nothing else", () => {
    expect(parseMbid("artist", MBID.toUpperCase())).toBe(MBID);
    expect(() => parseMbid("artist", `${MBID}' or 1=1`)).toThrow(
      expect.objectContaining({ status: 400, code: "PARAMETER_INVALID" }),
    );
  });
});
