import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { parseTables } from "./table-descriptions.js";

const repository = new URL("../../../", import.meta.url);
const tables = parseTables(readFileSync(new URL("schemas/musicbrainz/tables.json", repository), "utf8"));

/** What MusicBrainz's own `CreateTables.sql` of schema sequence 31 says, beside the data that tests share. */
const shared = process.env["INTERLUDE_SHARED_DATA"] ?? fileURLToPath(new URL("../shared/data", repository));
const reference = join(shared, "../reference/musicbrainz-schema-31.json");

interface ReferenceTable {
  readonly pk: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string; readonly nullable: boolean }[];
}

describe.skipIf(!existsSync(reference))(
  "described tables (needs shared data: ../reference/musicbrainz-schema-31.json)",
  () => {
    it("are as MusicBrainz has them", () => {
      const theirs = JSON.parse(readFileSync(reference, "utf8")) as Record<string, ReferenceTable>;
      for (const { table, columns, primaryKey } of tables) {
        const newest = columns.filter(({ onlyInSchema }) => onlyInSchema === undefined);
        expect({ table, columns: newest, pk: primaryKey }).toEqual({
          table,
          columns: theirs[table]!.columns,
          pk: theirs[table]!.pk,
        });
      }
    });
  },
);

describe("a description", () => {
  const good = { partitions: 1, primaryKey: ["id"], columns: { id: "int4", artist: "int4", name: "text?" } };
  const parse = (change: object) => parseTables(JSON.stringify({ label: { ...good, ...change } }))[0];

  it("is a root of its own unless it says another", () => {
    expect(parse({})).toMatchObject({ root: { table: "label", columns: ["id"] }, ignored: [] });
    expect(parse({ root: { table: "label", column: "artist" } })).toMatchObject({
      root: { table: "label", columns: ["artist"] },
    });
  });

  it.each([
    ["an unknown property", { unwatched: [] }, /unwatched/],
    ["an unknown type", { columns: { id: "int4", point: "point" } }, /point/],
    ["a key that may be null", { primaryKey: ["name"] }, /name/],
    ["a key without column", { primaryKey: ["gid"] }, /gid/],
    ["an ignored key", { ignored: ["id"] }, /id/],
    ["an ignored root", { root: { table: "label", column: "artist" }, ignored: ["artist"] }, /artist/],
    ["an ignored MBID", { columns: { id: "int4", gid: "uuid" }, ignored: ["gid"] }, /gid/],
    ["a root without table", { root: { table: "artist", column: "artist" } }, /root/],
    ["a root without column", { root: { table: "label", column: "gid" } }, /root/],
    ["no partitions", { partitions: 0 }, /partitions/],
    ["a column of one schema alone that there is not", { onlyInSchema: { gid: 30 } }, /gid/],
  ])("with %s is refused", (_, change, message) => {
    expect(() => parse(change)).toThrow(message);
  });
});
