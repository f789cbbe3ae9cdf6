import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { AnyRowChange, Topic } from "@interlude/contracts";
import { generate } from "@interlude/contracts/generate";
import type { TableLayout } from "@interlude/core-musicbrainz";
import { migrateSchema } from "@interlude/infra-postgres";
import { createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { MirrorRepository } from "./mirror/mirror.repository.js";
import { type MirrorDefinition, mirrorOf } from "./mirror/mirror-definition.js";
import { actualDdl, expectedDdl } from "./testing/mirror-ddl.js";

const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
const TABLE = "artist_alias";

/** The block of a language in what CONTRIBUTING says of a MusicBrainz table. */
function block(language: string): string {
  const guide = readFileSync(join(REPOSITORY, "CONTRIBUTING.md"), "utf8");
  const section = guide.slice(
    guide.indexOf("**A MusicBrainz table.**"),
    guide.indexOf("**A feature source.**"),
  );
  return new RegExp(`\\n\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(section)![1]!;
}

describe("a MusicBrainz table that is added as CONTRIBUTING says", () => {
  const copy = mkdtempSync(join(tmpdir(), "interlude-adding-"));
  let files: Map<string, string>;

  beforeAll(() => {
    cpSync(join(REPOSITORY, "schemas"), join(copy, "schemas"), { recursive: true });
    const tables = join(copy, "schemas/musicbrainz/tables.json");
    const described = JSON.parse(readFileSync(tables, "utf8")) as object;
    writeFileSync(tables, JSON.stringify({ ...described, ...(JSON.parse(`{${block("json")}}`) as object) }));
    files = generate(copy);
  });
  afterAll(() => rmSync(copy, { recursive: true }));

  it("has a schema, a topic and types", () => {
    const schema = JSON.parse(files.get(`schemas/avro/generated/musicbrainz.${TABLE}.avsc`)!) as object;
    expect(schema).toMatchObject({ name: "ArtistAliasChanges", namespace: "interlude.musicbrainz" });
    expect(files.get("contracts/src/generated/schemas.ts")).toContain(`"musicbrainz.${TABLE}": "`);
    expect(files.get("contracts/src/generated/tables.ts")).toContain(`  ${TABLE}: 4,\n`);
    expect(files.get("contracts/src/generated/tables.ts")).toContain(
      `  ${TABLE}: value.ArtistAliasChange;\n`,
    );
    expect(files.get("contracts/src/generated/types.ts")).toMatch(
      /interface ArtistAliasRow \{[^}]*\n {2}locale: null \| string;\n/,
    );
  });

  it("has a layout, from which its mirror follows, and the table that its migration makes", async () => {
    const layout = await layoutOf(files.get("core/musicbrainz/src/generated/layouts.ts")!);
    expect(layout).toMatchObject({ root: { table: "artist", columns: ["artist"] }, primaryKey: ["id"] });
    const definition = evaluated<Record<string, MirrorDefinition<AnyRowChange>>>(`({${block("ts")}})`);
    const mirror = mirrorOf(
      layout,
      { name: `musicbrainz.${TABLE}` } as Topic<AnyRowChange>,
      definition[TABLE]!,
    );

    const { database, url, dispose } = await createTestDatabase(inject("stack"), "normalization");
    try {
      const migrations = join(copy, "schemas/sql");
      const last = readdirSync(join(migrations, "normalization")).toSorted().at(-1)!;
      writeFileSync(
        join(
          migrations,
          "normalization",
          `${String(Number(last.slice(0, 4)) + 1).padStart(4, "0")}_${TABLE}.sql`,
        ),
        block("sql"),
      );
      await migrateSchema({ url, schema: "normalization", migrations });
      expect(await actualDdl(database, TABLE)).toEqual(expectedDdl(mirror));

      const row = {
        id: 1,
        artist: 3,
        name: "Bu",
        is_primary: true,
        source_sequence: 1,
        source_position: 0,
        deleted: false,
      };
      await database.transaction((transaction) => new MirrorRepository().write(transaction, mirror, [row]));
      expect(await database.query(`select id, artist, name from ${TABLE}`)).toEqual([
        { id: 1, artist: 3, name: "Bu" },
      ]);
    } finally {
      await dispose();
    }
  });

  /** The layout of the table in a generated file. */
  async function layoutOf(file: string): Promise<TableLayout> {
    const path = join(copy, "layouts.ts");
    writeFileSync(path, file);
    const { tableDescriptions } = (await import(pathToFileURL(path).href)) as {
      tableDescriptions: TableLayout[];
    };
    return tableDescriptions.find(({ table }) => table === TABLE)!;
  }
});

/** The value of an expression of a document that we wrote. */
function evaluated<Value>(expression: string): Value {
  return new Function(`return ${expression}`)() as Value;
}
