import { readdirSync } from "node:fs";
import type { Database } from "@interlude/infra-postgres";
import { processTimes } from "./process-times.js";

/**
 * Tells what all processes of a Postgres server have used so far, in seconds of processor time, those that have ended
 * included. Resolves with null if the server is not on this machine or the machine does not say.
 */
export async function postgresCpu(database: Database): Promise<(() => number) | null> {
  const [row] = await database.query<{ pid: number }>("select pg_backend_pid() as pid");
  const backend = processTimes(row!.pid);
  if (backend?.name !== "postgres" || processTimes(backend.parent)?.name !== "postgres") return null;
  const postmaster = backend.parent;
  return () => {
    const { seconds, endedChildrenSeconds } = processTimes(postmaster)!;
    const children = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => processTimes(Number(pid)))
      .filter((times) => times?.parent === postmaster);
    return children.reduce((sum, times) => sum + times!.seconds, seconds + endedChildrenSeconds);
  };
}
