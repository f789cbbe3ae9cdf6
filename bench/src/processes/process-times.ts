import { readFileSync } from "node:fs";

/** Linux counts processor time in these. */
const TICKS_A_SECOND = 100;

/** What a process has used so far. */
interface ProcessTimes {
  readonly name: string;
  readonly parent: number;
  /** Its own, of all threads. */
  readonly seconds: number;
  /** Of its children that have ended. */
  readonly endedChildrenSeconds: number;
}

/** What `/proc/PID/stat` says; null if there is no such process any more. */
export function processTimes(pid: number): ProcessTimes | null {
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
