import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatCopyTimestamp,
  formatJsonTimestamp,
  isTimestampOutOfRange,
  parseTimestamp,
} from "./timestamps.js";

const EARLIEST = Date.UTC(1828, 0) * 1000;
const LATEST = Date.UTC(2250, 0) * 1000;

describe("timestamps", () => {
  it("are the same number in the dump's and the packet's form", () => {
    expect(parseTimestamp("2026-09-05 00:25:19.123456+00")).toBe(1_788_567_919_123_456);
    expect(parseTimestamp("2026-09-05T00:25:19.123456+00:00")).toBe(1_788_567_919_123_456);
    expect(parseTimestamp("2026-05-06T12:00:00+00:00")).toBe(Date.UTC(2026, 4, 6, 12) * 1000);
    expect(parseTimestamp("2026-05-06 14:00:00.5+02")).toBe(Date.UTC(2026, 4, 6, 12) * 1000 + 500_000);
    expect(parseTimestamp("2000-02-29 00:00:00+00")).toBe(Date.UTC(2000, 1, 29) * 1000);
    expect(parseTimestamp("2026-05-06 06:30:00-05:30")).toBe(Date.UTC(2026, 4, 6, 12) * 1000);
  });

  it.each([
    "",
    "infinity",
    "2026-02-29 00:00:00+00",
    "2100-02-29 00:00:00+00",
    "2026-13-01 00:00:00+00",
    "2026-04-31 00:00:00+00",
    "2026-04-00 00:00:00+00",
    "2026-05-06 12:60:00+00",
    "2026-05-06 24:00:00+00",
    "2026-05-06 12:00:00",
    "2026-05-06",
    "0044-03-15 12:00:00+00 BC",
    "1500-01-01 00:00:00+00",
    "1827-01-01 00:00:00+00",
    "2255-06-05 23:47:34.740991+00",
    "20231-05-01 12:00:00+00",
    "0050-01-01 00:00:00+00",
  ])("are refused rather than guessed: %j", (text) => {
    expect(parseTimestamp(text)).toBeNull();
  });

  it.each([
    "infinity",
    "-infinity",
    "0044-03-15 12:00:00+00 BC",
    "0044-03-15T12:00:00+00:00 BC",
    "20231-05-01 12:00:00+00",
    "294276-12-31T23:59:59.999999+00:00",
    "4713-01-01 00:00:00+00 BC",
    "1500-02-29 00:00:00-00:19:32",
    "2255-06-05 23:47:34.740991+00",
  ])("that only PostgreSQL knows are told from what is none: %j", (text) => {
    expect(parseTimestamp(text)).toBeNull();
    expect(isTimestampOutOfRange(text)).toBe(true);
  });

  it.each(["", "yesterday", "infinityx", "2026-02-29 00:00:00+00", "20231-13-01 12:00:00+00", "2026-05-06"])(
    "that are none are not out of range: %j",
    (text) => expect(isTimestampOutOfRange(text)).toBe(false),
  );

  it("come back exactly from both forms", () => {
    fc.assert(
      fc.property(fc.integer({ min: EARLIEST, max: LATEST }), (microseconds) => {
        expect(parseTimestamp(formatCopyTimestamp(microseconds))).toBe(microseconds);
        expect(parseTimestamp(formatJsonTimestamp(microseconds))).toBe(microseconds);
      }),
    );
  });

  it("are written as PostgreSQL writes them: no trailing zeros, no empty fraction", () => {
    expect(formatCopyTimestamp(1_788_567_919_120_000)).toBe("2026-09-05 00:25:19.12+00");
    expect(formatJsonTimestamp(1_788_567_919_000_000)).toBe("2026-09-05T00:25:19+00:00");
    expect(formatCopyTimestamp(-1)).toBe("1969-12-31 23:59:59.999999+00");
  });
});
