import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { sampleWorld } from "@interlude/core-sample";
import {
  type DeadLetterCount,
  type Faults,
  type RuleResult,
  deadLetterFaults,
  isValid,
  reportLines,
  runRules,
} from "@interlude/infra-checks";
import type { Database, Transaction } from "@interlude/infra-postgres";
import { stageFaults } from "@interlude/infra-postgres/checks/testing";
import "@interlude/infra-testing";
import { consoleFaults } from "@interlude/service-console/checks/testing";
import { publishedEpochs } from "@interlude/service-ingestion/checks";
import { ADD_PERFORMANCE, normalizationFaults } from "@interlude/service-normalization/checks/testing";
import { scoringFaults } from "@interlude/service-scoring/checks/testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { lastEpoch } from "../../deployment/ingested.js";
import type { Namespace } from "@interlude/infra-local";
import { openNamespace } from "../../deployment/namespace.js";
import { startSystem } from "../../deployment/system.js";
import { writeSample } from "../../sample/write-sample.js";
import { RULES, validateNamespace } from "./validate.js";

const folder = mkdtempSync(join(tmpdir(), "interlude-validate-"));
const source = join(folder, "sample");
const FAULTS: Faults = {
  ...deadLetterFaults,
  ...stageFaults,
  ...normalizationFaults,
  ...consoleFaults,
  ...scoringFaults,
};
const UNDONE = new Error("undone");
let namespace: Namespace;
let database: Database;

beforeAll(async () => {
  process.env["INTERLUDE_HOME"] = join(folder, "home");
  namespace = openNamespace("validated", inject("stack"));
  await writeSample(sampleWorld({ seed: 3, artists: 300, recordings: 2_000 }), source, { packets: 3 });
  await namespace.prepare();
  await normalize(namespace);
  database = namespace.openDatabase();
  // The stages behind it are not run; what they would say of themselves is.
  for (const stage of ["graph", "scoring", "generation", "console"]) {
    await database.query(
      `update ${stage}.stage_state set completed_epoch = (select completed_epoch from normalization.stage_state)`,
    );
  }
});

afterAll(async () => {
  await database?.close();
  await namespace.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** Streams the sample as far as the catalogue. */
async function normalize(sampled: Namespace): Promise<void> {
  const services = ["ingestion", "normalization"] as const;
  const system = await startSystem({
    namespace: sampled,
    source: { folder: source, mode: "once" },
    services,
    onEvent: () => {},
  });
  try {
    expect(await system.ingestionEnded).toBe(0);
    const { epoch } = await lastEpoch(sampled);
    for (;;) {
      const status = (await system.statuses()).get("normalization");
      if ((status?.publishedEpoch ?? 0) >= epoch) break;
      await sleep(100);
    }
  } finally {
    await system.stop();
  }
}

/** What rules say after a fault, which is undone. */
async function rulesAfter(
  fault: (transaction: Transaction) => Promise<unknown>,
  deadLetters: readonly DeadLetterCount[] = [],
  rules = RULES,
): Promise<Map<string, RuleResult>> {
  let results: RuleResult[] = [];
  const work = database.transactionOnce(async (transaction) => {
    await fault(transaction);
    const evidence = {
      snapshot: transaction,
      now: transaction,
      published: await publishedEpochs(transaction),
      deadLetters,
      relayTimeout: () => Promise.resolve(),
    };
    results = await runRules(rules, evidence);
    throw UNDONE;
  });
  await expect(work).rejects.toBe(UNDONE);
  return new Map(results.map((result) => [result.rule, result]));
}

describe("interlude validate", () => {
  it("finds nothing in a sample that was streamed, and says how far features and popularity reach", async () => {
    const report = await validateNamespace(namespace, { statementTimeoutMs: 60_000 });
    expect(report.rules.filter(({ outcome }) => outcome !== "holds")).toEqual([]);
    expect(isValid(report)).toBe(true);
    expect(report.coverage.reduce((sum, { artists }) => sum + artists, 0)).toBeGreaterThan(200);
    expect(report.coverage.some(({ withFeatures }) => withFeatures > 0)).toBe(true);
    expect(report.coverage.some(({ withPopularity }) => withPopularity > 0)).toBe(true);
    expect(reportLines(report).at(-1)).toBe(
      `${RULES.length} rules: ${RULES.length} hold, 0 broken, 0 warnings`,
    );
  });

  it("has a fault for every rule", () => {
    expect(Object.keys(FAULTS).toSorted()).toEqual(RULES.map(({ name }) => name).toSorted());
  });

  it.each(RULES)("sees that $name is broken", async (rule) => {
    const { name, severity } = rule;
    const { sql, deadLetters } = FAULTS[name]!;
    const results = await rulesAfter(
      async (transaction) => {
        if (sql !== undefined) await transaction.query(sql);
      },
      deadLetters,
      [rule],
    );
    const result = results.get(name)!;
    expect(result.outcome).toBe("broken");
    expect(result.violations).toBeGreaterThan(0);
    expect(result.examples[0]).toMatch(/\S/);
    const report = { rules: [result], coverage: [] };
    expect(isValid(report)).toBe(severity === "warning");
    expect(reportLines(report)[0]).toContain(name);
  });

  it("says that it does not know where looking takes too long, and goes on", async () => {
    const slow = {
      ...RULES[0]!,
      name: "slow",
      severity: "error" as const,
      check: "select pg_sleep(60)::text as broken",
    };
    const results = await rulesAfter(
      (transaction) => transaction.query("set local statement_timeout = '100ms'"),
      [],
      [slow, { ...slow, name: "next", check: "select 'x' as broken where false" }],
    );
    expect([...results.values()].map(({ outcome }) => outcome)).toEqual(["unknown", "holds"]);
    expect(isValid({ rules: [...results.values()], coverage: [] })).toBe(false);
  });

  it("recomputes collaborations from who performs on recordings, where relationships are edges", async () => {
    const edges = RULES.filter(({ name }) => name === "collaborations-recomputed");
    const performance = (on: boolean) => async (transaction: Transaction) => {
      await transaction.query("update normalization.derivation set relationship_edges = $1", [on]);
      await transaction.query(ADD_PERFORMANCE);
    };
    expect((await rulesAfter(performance(false), [], edges)).get(edges[0]!.name)!.outcome).toBe("holds");
    const missed = (await rulesAfter(performance(true), [], edges)).get(edges[0]!.name)!;
    expect(missed.outcome).toBe("broken");
  });

  it("knows of rows that are missing because they were set aside", async () => {
    const one = FAULTS["dump-rows-kept"]!;
    const topic = "musicbrainz.recording";
    const aside = [
      { service: "normalization" as const, code: "ROW_INVALID", topic, epoch: 1, letters: 1_000 },
    ];
    const results = await rulesAfter((transaction) => transaction.query(one.sql!), aside);
    expect(results.get("dump-rows-kept")!.outcome).toBe("holds");
  });
});
