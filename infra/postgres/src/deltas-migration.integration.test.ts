import { describe, expect, it } from "vitest";
import { migrateTo } from "./testing/migrate-to.js";
import { testServiceDatabase } from "./testing/service-database.js";

const { administration, database } = testServiceDatabase("scoring");

const migrate = (migration: string): Promise<void> =>
  migrateTo(administration, "scoring", { part: "scoring", migration });
const STAGED = "0003_decision_threshold";
const FOLLOWED = "0004_graph_replica";

const mbid = (id: number): string => `00000000-0000-4000-8000-00000000000${id}`;
const edge = (a: number, b: number): string => `'${mbid(a)}', '${mbid(b)}'`;

/** A store in which an epoch is open: version 2 was the last to be complete. */
async function openEpoch(staged: readonly string[]): Promise<void> {
  await migrate(STAGED);
  await database.query("truncate edges, staged_deltas");
  await database.query("update scoring_state set graph_version = 2");
  await database.query(`insert into edges values (${edge(1, 2)}, 1, 1), (${edge(1, 3)}, 1, 1)`);
  await database.query(`insert into staged_deltas values ${staged.join(", ")}`);
  await migrate(FOLLOWED);
}

const state = (): Promise<object[]> =>
  database.query("select graph_version as version, deltas_missing as missing from scoring_state");

describe("the migration that has scoring follow the graph's changes", () => {
  it("takes the staged changes of an open epoch", async () => {
    await openEpoch([
      `(2, 'edgeAdded', ${edge(1, 3)}, 9, 9)`,
      `(3, 'edgeRemoved', ${edge(1, 2)}, 0, 0)`,
      `(4, 'edgeAdded', ${edge(2, 3)}, 1, 5)`,
      `(5, 'edgeChanged', ${edge(2, 3)}, 2, 5)`,
    ]);
    expect(await state()).toEqual([{ version: 5, missing: false }]);
    expect(
      await database.query(
        "select artist_a as a, weight, graph_version as version from edges order by artist_a",
      ),
    ).toEqual([
      { a: mbid(1), weight: 1, version: 0 },
      { a: mbid(2), weight: 2, version: 5 },
    ]);
  });

  it("has scoring wait for a snapshot if one of them did not come", async () => {
    await openEpoch([`(3, 'edgeRemoved', ${edge(1, 2)}, 0, 0)`, `(5, 'edgeAdded', ${edge(2, 3)}, 1, 5)`]);
    expect(await state()).toEqual([{ version: 5, missing: true }]);
  });

  it("changes nothing of a store in which no epoch is open", async () => {
    await openEpoch([`(1, 'edgeAdded', ${edge(1, 2)}, 1, 1)`]);
    expect(await state()).toEqual([{ version: 2, missing: false }]);
    expect(await database.query("select count(*) from edges")).toEqual([{ count: 2 }]);
  });
});
