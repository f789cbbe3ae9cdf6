import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceName } from "@interlude/contracts";
import { Database, operatorDatabaseUrl } from "@interlude/infra-postgres";
import type { Fault, FaultContext } from "../scenario.js";

/** Work on the namespace's database as an operator. */
export function withDatabase<Result>(
  { system: { namespace } }: FaultContext,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  return namespace.onDatabase(work);
}

/** Changes something in the database for a while. */
export function changeFor(seconds: number, change: string, back: string): Fault {
  return (context) =>
    withDatabase(context, async (database) => {
      await database.query(change);
      try {
        await sleep(seconds * 1000);
      } finally {
        await database.query(back);
      }
    });
}

/** A service's role may not write one of its tables for a while. */
export function revokeFor(seconds: number, service: ServiceName, table: string): Fault {
  return (context) =>
    withDatabase(context, async (database) => {
      const [owner] = await database.query<{ role: string }>(
        "select quote_ident(tableowner) as role from pg_tables where schemaname = $1 and tablename = $2",
        [service, table],
      );
      const privileges = `insert, update, delete on ${service}.${table}`;
      const role = owner!.role;
      await changeFor(
        seconds,
        `revoke ${privileges} from ${role}`,
        `grant ${privileges} to ${role}`,
      )(context);
    });
}

/** A backup as `pg_dump` takes it: every table is locked against changes of its layout, and one old snapshot is held. */
export function backUpFor(seconds: number): Fault {
  return (context) =>
    withDatabase(context, (database) =>
      database.transactionOnce(async (transaction) => {
        await transaction.query("set transaction isolation level repeatable read, read only");
        const tables = await transaction.query<{ name: string }>(
          `select format('%I.%I', schemaname, tablename) as name from pg_tables
           where schemaname not in ('pg_catalog', 'information_schema')`,
        );
        for (const { name } of tables) await transaction.query(`lock table ${name} in access share mode`);
        const given = context.feed.given;
        for (let waited = 0; waited < seconds; waited += 1) {
          await sleep(1_000);
          await transaction.query("select 1");
        }
        // What came in meanwhile goes through while the backup goes on.
        if (context.feed.given > given) await context.reached(context.feed.newestSequence);
      }),
    );
}

/** The database is put back to what it was some packets ago, under the services that use it. */
export function putBack(packets: number): Fault {
  return async ({ feed, system: { namespace } }) => {
    const { administration } = namespace;
    const name = new URL(operatorDatabaseUrl(administration)).pathname.slice(1);
    const copy = `${name}_before`;
    const server = new Database({ url: administration.adminUrl, application: "interlude-faults" });
    const disconnectAll = async (): Promise<void> => {
      await server.query(`alter database "${name}" with allow_connections false`);
      await server.query("select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1", [
        name,
      ]);
    };
    try {
      await feed.pauseFor(async () => {
        await disconnectAll();
        await server.query(`create database "${copy}" template "${name}"`);
        await server.query(`alter database "${name}" with allow_connections true`);
      });
      await feed.more(packets);
      await disconnectAll();
      await server.query(`drop database "${name}" with (force)`);
      await server.query(`alter database "${copy}" rename to "${name}"`);
    } finally {
      await server.close();
    }
  };
}
