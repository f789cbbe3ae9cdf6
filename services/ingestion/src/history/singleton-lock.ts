import type { Database } from "@interlude/infra-postgres";

/** Any number: advisory locks are a database's own, and only ingestion takes one in its own. */
const LOCK = 4_212_001;

export interface HeldLock {
  /** Rejects when the connection that holds the lock breaks: another process may then hold it. */
  readonly lost: Promise<never>;
  /** Releases the lock; does nothing if it was lost. */
  release(): Promise<void>;
}

/** Makes this the only ingestion process of its database; null if another one runs. */
export async function acquireSingletonLock(database: Pick<Database, "session">): Promise<HeldLock | null> {
  const session = await database.session();
  const result = await session.query<{ locked: boolean }>("select pg_try_advisory_lock($1) as locked", [
    LOCK,
  ]);
  if (result.rows[0]?.locked !== true) {
    session.release();
    return null;
  }
  let held = true;
  const lost = new Promise<never>((_resolve, reject) => {
    const end = (error: Error): void => {
      if (!held) return;
      held = false;
      session.release(error);
      reject(error);
    };
    session.on("error", end);
    session.on("end", () => end(new Error("the connection that holds ingestion's lock was terminated")));
  });
  lost.catch(() => undefined);
  const release = async (): Promise<void> => {
    if (!held) return;
    await session.query("select pg_advisory_unlock($1)", [LOCK]).catch(() => undefined);
    if (held) session.release();
    held = false;
  };
  return { lost, release };
}
