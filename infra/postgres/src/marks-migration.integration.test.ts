import { describe, expect, it } from "vitest";
import { migrateTo } from "./testing/migrate-to.js";
import { testServiceDatabase } from "./testing/service-database.js";

const { administration, database } = testServiceDatabase("normalization");

const MARKS = "0010_marks_with_values";
const NO_VALUES = "0009_popularity_and_genres";
const migrate = (migration: string): Promise<void> =>
  migrateTo(administration, "normalization", { part: "normalization", migration });

const mbid = (id: number): string => `00000000-0000-4000-8000-00000000000${id}`;
const applied = async (): Promise<object> => ({
  artists: await database.query("select id, applied_mbid from artists order by id"),
  recordings: await database.query("select id, applied_credit from recordings order by id"),
});

describe("the migration that has marks say what changed", () => {
  it("knows of an open epoch what the last derivation was made from, both ways", async () => {
    await migrate(NO_VALUES);
    await database.query(
      `insert into artists (id, gid, name, sort_name, ended, comment, mbid, applied_mbid, source_sequence, source_position, deleted)
       values (1, $1, '', '', false, '', $1, $1, 5, 1, false), (2, $2, '', '', false, '', $2, null, 5, 2, false),
         (3, $3, '', '', false, '', $3, $3, 5, 3, true)`,
      [mbid(1), mbid(2), mbid(3)],
    );
    await database.query(
      `insert into recordings (id, gid, name, artist_credit, comment, video, applied_credit, source_sequence, source_position, deleted)
       values (1, $1, '', 7, '', false, 7, 5, 1, false), (2, $2, '', 8, '', false, 7, 5, 2, false),
         (3, $3, '', 7, '', false, 7, 5, 3, true), (4, $4, '', 9, '', false, null, 5, 4, false)`,
      [mbid(1), mbid(2), mbid(3), mbid(4)],
    );
    await database.query(
      `insert into dirty (kind, key)
       values ('artist', '2'), ('artist', '3'), ('recording', '2'), ('recording', '3'), ('recording', '4'), ('url', '1')`,
    );
    const before = await applied();
    await migrate(MARKS);
    const marks = await database.query("select kind, key, before, after from dirty order by kind, key");
    expect(marks).toEqual([
      { kind: "artist", key: "2", before: "", after: mbid(2) },
      { kind: "artist", key: "3", before: mbid(3), after: "" },
      { kind: "recording", key: "2", before: "7", after: "8" },
      { kind: "recording", key: "3", before: "7", after: "" },
      { kind: "recording", key: "4", before: "", after: "9" },
      { kind: "url", key: "1", before: null, after: null },
    ]);
    // A later mark of the same epoch does not say what the last derivation was made from.
    await database.query("insert into dirty (kind, key, before, after) values ('recording', '2', '8', '9')");
    await migrate(NO_VALUES);
    expect(await applied()).toEqual(before);
  });
});
