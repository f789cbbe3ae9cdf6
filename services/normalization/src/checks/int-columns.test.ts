import { expect, it } from "vitest";
import { IntColumns } from "./int-columns.js";

it("gives back what was put in, beyond its first capacity", () => {
  const columns = new IntColumns();
  for (let at = 0; at < 5_000; at += 1) columns.push(at, -at);
  const rows = [...columns.rows((left, right) => [left, right])];
  expect(rows).toHaveLength(5_000);
  expect(rows.every(([left, right], at) => left === at && right === -at)).toBe(true);
});
