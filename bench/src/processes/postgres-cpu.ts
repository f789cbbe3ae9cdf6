import { readFileSync, readdirSync } from "node:fs";
import type { Database } from "@interlude/infra-postgres";

/** Linux counts processor time in these. */
const TICKS_A_SECOND = 100;

interface ProcessTimes {
  readonly name: string;
  readonly parent: number;
  /** Its own, of all threads. */
  readonly seconds: number;
  /** Of its children that have ended. */
  readonly endedChildrenSeconds: number;
}

/**
 * Tells what all processes of a Postgres server have used so far, in seconds of processor time, those that have ended
 * included. Resolves with null where the server is not on this machine or the machine does not say.
 */
export async function postgresCpu(database: Database): Promise<(() => number) | null> {
  const [row] = await database.query<{ pid: number }>("select pg_backend_pid() as pid");
  const backend = timesOf(row!.pid);
  if (backend?.name !== "postgres" || timesOf(backend.parent)?.name !== "postgres") return null;
  const postmaster = backend.parent;
  return () => {
    const { seconds, endedChildrenSeconds } = timesOf(postmaster)!;
    const children = readdirSync("/proc")
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => timesOf(Number(pid)))
      .filter((times) => times?.parent === postmaster);
    return children.reduce((sum, times) => sum + times!.seconds, seconds + endedChildrenSeconds);
  };
}

/** What `/proc/PID/stat` says; null where there is no such process any more. */
function timesOf(pid: number): ProcessTimes | null {
  let stat: string;
  try {
    stat = readFileSync(`/proc/${pid}/stat`, "utf8");
  } catch {
    return null;
  }
  // The name stands in brackets and may hold some itself; fields are numbered from 1, the state being the third.
  const end = stat.lastIndexOf(")");
  const fields = stat.slice(end + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3]);
  return {
    name: stat.slice(stat.indexOf("(") + 1, end),
    parent: field(4),
    seconds: (field(14) + field(15)) / TICKS_A_SECOND,
    endedChildrenSeconds: (field(16) + field(17)) / TICKS_A_SECOND,
  };
}
