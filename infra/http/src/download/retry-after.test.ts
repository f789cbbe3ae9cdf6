import { expect, it } from "vitest";
import { retryAfterMs } from "./retry-after.js";

const NOW = Date.parse("2026-11-22T12:00:00Z");

it.each([
  ["120", 120_000],
  ["Sun, 22 Nov 2026 12:01:00 GMT", 60_000],
  ["Sun, 22 Nov 2026 11:00:00 GMT", 0],
  ["soon", null],
  [null, null],
])("reads Retry-After %j", (header, expected) => {
  expect(retryAfterMs(header, NOW)).toBe(expected);
});
