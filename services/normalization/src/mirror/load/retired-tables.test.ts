import type { Database } from "@interlude/infra-postgres";
import { StageMetrics } from "@interlude/stage";
import { describe, expect, it } from "vitest";
import { RetiredTables } from "./retired-tables.js";

const NAME = "interlude_retired_table_errors_total";

/** Drops with a database that fails with an error; returns messages logged and errors counted by code. */
async function dropping(error: Error): Promise<{ logged: string[]; counted: unknown }> {
  const database = {
    async transactionOnce(): Promise<never> {
      throw error;
    },
  } as unknown as Database;
  const logged: string[] = [];
  const logger = { warn: (_fields: object, message: string) => void logged.push(message) };
  const metrics = new StageMetrics("test");
  await new RetiredTables(database, logger, metrics).tryDropAll();
  const metric = (await metrics.registry.getMetricsAsJSON()).find(({ name }) => name === NAME);
  const counted = (metric?.values ?? []).map(({ labels, value }) => [labels["code"], value]);
  return { logged, counted };
}

const failure = (code: string): Error => Object.assign(new Error("it fails"), { code });

describe("regression: retired tables swallowed every error for ever", () => {
  it.each(["55P03", "57014"])(
    "says nothing of %s, the timeout of a table that is still read",
    async (code) => {
      expect(await dropping(failure(code))).toEqual({ logged: [], counted: [] });
    },
  );

  it.each([
    [failure("42501"), "42501"],
    [new TypeError("a mistake"), "UNEXPECTED"],
  ])("logs what to do about %s, and counts it", async (error, code) => {
    const { logged, counted } = await dropping(error);
    expect(logged).toEqual([expect.stringContaining("normalization.retired_tables")]);
    expect(counted).toEqual([[code, 1]]);
  });
});
