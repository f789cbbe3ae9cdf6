import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  Database,
  dropDatabase,
  migrateSchema,
  prepareDatabase,
  serviceDatabaseUrl,
} from "@interlude/infra-postgres";
import { createTestDatabase } from "@interlude/infra-testing";
import { expect, inject, it } from "vitest";
import { mirrors } from "./mirror-tables.js";

const MIGRATION = "0011_names_of_musicbrainz.sql";

/** What began with the former name of a mirror. */
const FORMER =
  /^(artists|artist_credits|artist_urls|recordings|media|links|tags|urls)(_|$)|\.(artists|recordings)_/;

/** Names of relations and constraints of the schema, with the relations that constraints belong to. */
const NAMES = `
  select relname::text as name from pg_class where relnamespace = current_schema()::regnamespace
  union all
  select conrelid::regclass || '.' || conname from pg_constraint where connamespace = current_schema()::regnamespace
  order by 1`;

it("gives mirrors MusicBrainz's names, and takes them back, while a dump is being loaded", async () => {
  const { administration: template, dispose } = await createTestDatabase(inject("stack"), "normalization");
  const migrations = mkdtempSync(join(tmpdir(), "interlude-migrations-"));
  const administration = { ...template, namespace: `${template.namespace}before`, migrations };
  const url = serviceDatabaseUrl(administration, "normalization");
  const database = new Database({ url, application: "test" });
  const names = async () => (await database.query<{ name: string }>(NAMES)).map(({ name }) => name);
  try {
    cpSync(template.migrations, migrations, { recursive: true });
    for (const file of readdirSync(join(migrations, "normalization"))) {
      if (file >= MIGRATION) rmSync(join(migrations, "normalization", file));
    }
    await prepareDatabase(administration);
    await database.query(`
      create table artists_loading (like artists including all excluding indexes);
      insert into artists_loading (gid, name, sort_name, ended, comment, source_sequence, source_position, deleted)
      values ('00000000-0000-4000-8000-000000000001', '', '', false, '', 1, 0, false)`);
    const before = await names();

    // Of the migrations from here on only this one, whose way back follows.
    cpSync(
      join(template.migrations, "normalization", MIGRATION),
      join(migrations, "normalization", MIGRATION),
    );
    await migrateSchema({ url, schema: "normalization", migrations });
    const renamed = await names();
    expect(renamed).toEqual(
      expect.arrayContaining([...Object.keys(mirrors), "artist_loading", "l_artist_url_url"]),
    );
    expect(renamed.filter((name) => FORMER.test(name))).toEqual([]);
    expect(await database.query("select count(*) as rows from artist_loading")).toEqual([{ rows: 1 }]);

    const [, down] = readFileSync(join(template.migrations, "normalization", MIGRATION), "utf8").split(
      "-- Down Migration",
    );
    await database.query(down!);
    expect(await names()).toEqual(before);
  } finally {
    await database.close();
    await dropDatabase(administration);
    await dispose();
    rmSync(migrations, { recursive: true });
  }
});
