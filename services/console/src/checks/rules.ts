import { type Rule, inRange } from "@interlude/infra-checks";

/** What `interlude validate` demands of the console's tables. */
export const consoleRules: readonly Rule[] = [
  inRange({ rows: "console.candidates", table: "candidates", column: "probability", bounds: [0, 1] }),
];
