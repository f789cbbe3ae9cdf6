import {
  type Column,
  NEWEST_SCHEMA_SEQUENCE,
  mostCharacters,
  tableLayout,
} from "@interlude/core-musicbrainz";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, expect, inject, it } from "vitest";
import { verifyDerivedTables } from "./checks/derived-tables.js";
import { mirrors } from "./mirror/mirror-tables.js";
import { changeOf, dumpOf, mbid } from "./testing/rows.js";
import { TestStage } from "./testing/stage.js";

const TABLES = Object.keys(mirrors) as (keyof typeof mirrors)[];
/** Where between least and greatest integers of a row lie, and which MBID it has. */
const EXTREMES = [-1, 0, 1] as const;
type Extreme = (typeof EXTREMES)[number];

function valueOf({ name, type, nullable }: Column, extreme: Extreme): unknown {
  if (type === "int2" || type === "int4") {
    const limit = type === "int2" ? 2 ** 15 : 2 ** 31;
    return extreme === 0 ? 0 : extreme < 0 ? -limit : limit - 1;
  }
  if (type === "bool") return extreme > 0;
  if (type === "uuid") return mbid(extreme + 2);
  if (type === "timestamptz") return null;
  // Random letters: what packs well is smaller where it matters.
  const letters = Array.from({ length: Math.min(mostCharacters(type), 60_000) }, (_, at) =>
    String.fromCharCode(97 + (((at * at * 7 + at * (extreme + 2) + name.length) % 1_009) % 26)),
  );
  return nullable && extreme === 0 ? null : letters.join("");
}

/** A row of each table whose numbers are all the least, zero or the greatest, and whose texts are long. */
function rowsOf(extreme: Extreme) {
  return TABLES.map((table) => {
    const { columns } = tableLayout(table, NEWEST_SCHEMA_SEQUENCE);
    const row = Object.fromEntries(columns.map((column) => [column.name, valueOf(column, extreme)]));
    return [table, row] as const;
  });
}

let test: TestDatabase;
let stage: TestStage;
beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "normalization");
  stage = new TestStage(test.database);
});
beforeEach(() => stage.reset());
afterAll(() => test.dispose());

async function expectDerived(): Promise<void> {
  const checked = await stage.database.transactionOnce(verifyDerivedTables);
  expect(checked.filter(({ differences }) => differences > 0)).toEqual([]);
  expect(stage.subscriber.rejections).toEqual([]);
}

it.each([[[-1]], [[0]], [[1]], [EXTREMES]] as const)(
  "a dump whose numbers are at the ends of their types (%j) and changes of it are derived",
  async (extremes) => {
    const rows = extremes.flatMap((extreme) => rowsOf(extreme as Extreme));
    await stage.deliver(dumpOf(rows, 10));
    await stage.complete({ sequence: 10 });
    await expectDerived();
    const changed = rows.map(([table, row], position) =>
      changeOf(table, row, { ...row, name: "changed", ended: false, count: 7 }, { sequence: 11, position }),
    );
    await stage.deliver(changed);
    await stage.complete();
    await expectDerived();
    const deleted = rows.map(([table, row], position) =>
      changeOf(table, row, null, { sequence: 12, position }),
    );
    await stage.deliver(deleted);
    await stage.complete();
    await expectDerived();
    expect([...stage.subscriber.artists.values()]).toEqual([]);
  },
);
