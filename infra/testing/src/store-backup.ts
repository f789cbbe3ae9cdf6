import type { Database } from "@interlude/infra-postgres";

/** Copies every table of a service's schema, and returns how to put it back to this state, as a failover might. */
export async function backUp(database: Database): Promise<() => Promise<void>> {
  // Tables that refer to others come after them.
  const tables = await database.query<{ name: string }>(
    `select relname as name from pg_class
     where relnamespace = current_schema()::regnamespace and relkind = 'r' and relname not like 'saved\\_%'
     order by (select count(*) from pg_constraint where conrelid = pg_class.oid and contype = 'f')`,
  );
  for (const { name } of tables) {
    await database.query(`drop table if exists saved_${name}`);
    await database.query(`create table saved_${name} as table ${name}`);
  }
  return () =>
    database.transaction(async (transaction) => {
      await transaction.query(`truncate ${tables.map(({ name }) => name).join(", ")}`);
      for (const { name } of tables) {
        await transaction.query(`insert into ${name} overriding system value select * from saved_${name}`);
      }
    });
}
