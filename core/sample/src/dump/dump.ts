import { restartable } from "../restartable.js";
import type { World } from "../world/world.js";
import { DUMP_TIME } from "./clock.js";
import { type ArchiveMember, DUMP_SEQUENCE, controlMembers } from "./control.js";
import { DUMP_TABLES, copyLines } from "./tables.js";

/**
 * The members of the dump's archive in their order; tables without rows are left out, as MusicBrainz does.
 * Every `lines` can be iterated as often as needed and gives the same each time.
 */
export function* dumpMembers(world: World): Generator<ArchiveMember> {
  yield* controlMembers(DUMP_SEQUENCE, DUMP_TIME);
  for (const [table, rows] of Object.entries(DUMP_TABLES)) {
    if (isEmpty(rows(world))) continue;
    yield { name: `mbdump/${table}`, lines: restartable(() => copyLines(table, rows(world))) };
  }
}

function isEmpty(rows: Iterable<unknown>): boolean {
  for (const _row of rows) return false;
  return true;
}
