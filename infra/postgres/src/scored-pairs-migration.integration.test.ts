import { describe, expect, it } from "vitest";
import { migrateTo } from "./testing/migrate-to.js";
import { testServiceDatabase } from "./testing/service-database.js";

const { administration, database } = testServiceDatabase("scoring");

const migrate = (migration: string): Promise<void> =>
  migrateTo(administration, "scoring", { part: "scoring", migration });

const mbid = (id: number): string => `00000000-0000-4000-8000-00000000000${id}`;
const pair = (a: number, b: number): string => `'${mbid(a)}', '${mbid(b)}'`;

const stateOf = (): Promise<object[]> => database.query("select rescore_all as all from scoring_state");

describe("the migration that has scoring keep every scored pair", () => {
  it("keeps candidates and edges, has them scored again, and goes back", async () => {
    await migrate("0004_graph_replica");
    await database.query("update stage_state set completed_epoch = 7, sequence = 5");
    await database.query(`insert into models values ('link-1', 3, 8, '{}')`);
    await database.query(
      `insert into candidates values (${pair(1, 3)}, 'link-1', 9, '{"logit": 0.125, "nameA":"x"}')`,
    );
    await database.query(`insert into edges values (${pair(1, 2)}, 1, 1, 8), (${pair(2, 3)}, 1, 1, 9)`);

    await migrate("0005_scored_pairs");
    const base = { epoch: 7, sequence: 5, settled: false, withdrawn_reason: null, withdrawn_version: null };
    const never = { first_seen_epoch: null, first_seen_sequence: null, first_seen_at: null };
    const known = { ...base, ...never, status: "KNOWN", logit: null, model_id: null, record: null };
    expect(await database.query("select * from scored_pairs order by artist_a, artist_b")).toEqual([
      { ...known, artist_a: mbid(1), artist_b: mbid(2), graph_version: 8 },
      {
        ...base,
        artist_a: mbid(1),
        artist_b: mbid(3),
        graph_version: 9,
        status: "CANDIDATE",
        logit: 0.125,
        model_id: "link-1",
        record: { logit: 0.125, nameA: "x" },
        first_seen_epoch: 0,
        first_seen_sequence: 0,
        first_seen_at: 0,
      },
      { ...known, artist_a: mbid(2), artist_b: mbid(3), graph_version: 9 },
    ]);
    expect(await database.query("select status, pairs from scored_pair_totals order by status")).toEqual([
      { status: "CANDIDATE", pairs: 1 },
      { status: "KNOWN", pairs: 2 },
    ]);
    expect(await stateOf()).toEqual([{ all: true }]);

    await database.query("update scoring_state set rescore_all = false");
    await migrate("0004_graph_replica");
    expect(await database.query("select artist_a, artist_b, record::text from candidates")).toEqual([
      { artist_a: mbid(1), artist_b: mbid(3), record: '{"logit": 0.125, "nameA":"x"}' },
    ]);
    expect(await stateOf()).toEqual([{ all: true }]);
  });

  it("has nothing scored again where there is nothing", async () => {
    await migrate("0004_graph_replica");
    await database.query("truncate candidates, edges");
    await database.query("update scoring_state set rescore_all = false");
    await migrate("0005_scored_pairs");
    expect(await stateOf()).toEqual([{ all: false }]);
  });
});
