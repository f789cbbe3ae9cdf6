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

/** How long a transaction may wait for its client: one that is alive says so more often, whatever it computes meanwhile. */
export const IDLE_IN_TRANSACTION_MS = 90_000;

/**
 * Settings of a session at the server. A client whose machine is gone is noticed within a minute, and one whose process
 * is stopped after {@link IDLE_IN_TRANSACTION_MS}: its transaction is undone, and others get the locks.
 */
const SESSION_SETTINGS = {
  tcp_keepalives_idle: 30,
  tcp_keepalives_interval: 10,
  tcp_keepalives_count: 3,
  tcp_user_timeout: 60_000,
  idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
};

/**
 * Settings of every connection: exact integers, a name for `pg_stat_activity`, bounded waits.
 * @param settings of the session at the server, besides those that every one has
 */
export function connectionConfig(
  url: string,
  application: string,
  settings: Readonly<Record<string, number>> = {},
): pg.ClientConfig {
  return {
    connectionString: url,
    application_name: application,
    types: types as pg.CustomTypesConfig,
    connectionTimeoutMillis: 10_000,
    // A server whose machine is gone is noticed too.
    keepAlive: true,
    keepAliveInitialDelayMillis: 30_000,
    options: Object.entries({ ...SESSION_SETTINGS, ...settings })
      .map(([name, value]) => `-c ${name}=${value}`)
      .join(" "),
  };
}

/** Does work on a connection of its own, which has ended at the server, too, when this returns. */
export async function withConnection(
  config: pg.ClientConfig,
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
