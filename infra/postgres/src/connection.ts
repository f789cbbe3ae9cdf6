import pg from "pg";

const INT8 = 20;

const types = {
  getTypeParser(oid: number, format?: "text" | "binary"): (text: string) => unknown {
    if (oid === INT8 && format !== "binary") return safeInteger;
    return (pg.types.getTypeParser as (oid: number, format?: string) => (text: string) => unknown)(
      oid,
      format,
    );
  },
};

/** int8 as a number. @throws RangeError if JavaScript cannot hold it exactly */
function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} is beyond 2^53`);
  return value;
}

/** Settings of every connection: exact integers, a name for `pg_stat_activity`, bounded waits. */
export function connectionConfig(url: string, application: string): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: application,
    types: types as pg.CustomTypesConfig,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
  };
}
