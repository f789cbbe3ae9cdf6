import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { migrateTo } from "./testing/migrate-to.js";
import { testServiceDatabase } from "./testing/service-database.js";

const { administration, database } = testServiceDatabase("scoring");

const migrate = (migration: string): Promise<void> =>
  migrateTo(administration, "scoring", { part: "scoring", migration });

const mbid = (id: number): string => `00000000-0000-4000-8000-00000000000${id}`;
const RECORD = '{"nameA": "Ä","commonNeighbours":3}';

describe("the migration that has scoring keep a digest of each record", () => {
  it("gives candidates the digest of their text, and has all published once more when it goes back", async () => {
    await migrate("0009_artist_facts");
    await database.query(
      `insert into scored_pairs (artist_a, artist_b, status, graph_version, epoch, sequence)
       values ($1, $2, 'KNOWN', 8, 1, 1)`,
      [mbid(1), mbid(2)],
    );
    await database.query(
      `insert into scored_pairs (artist_a, artist_b, status, logit, model_id, graph_version, epoch, sequence, record,
         first_seen_epoch, first_seen_sequence, first_seen_at)
       values ($1, $2, 'CANDIDATE', 0.5, 'link-1', 9, 1, 1, $3, 1, 1, 1)`,
      [mbid(1), mbid(3), RECORD],
    );

    await migrate("0010_record_digest");
    const digests = "select record_digest, common_neighbours from scored_pairs order by artist_b";
    expect(await database.query(digests)).toEqual([
      { record_digest: null, common_neighbours: null },
      { record_digest: createHash("sha256").update(RECORD).digest().subarray(0, 16), common_neighbours: 3 },
    ]);

    await migrate("0009_artist_facts");
    expect(await database.query("select record from scored_pairs order by artist_b")).toEqual([
      { record: null },
      { record: {} },
    ]);
    expect(await database.query("select rescore_all as all from scoring_state")).toEqual([{ all: true }]);
  });
});
