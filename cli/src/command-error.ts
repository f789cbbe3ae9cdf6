import { InterludeError } from "@interlude/stage";

/**
 * Exit codes of the command: 0 done, 1 failed or differs, 2 wrong usage, 3 done, with something set aside; that of a
 * program that a closed pipe ends, if nothing reads the rest of the results.
 */
export const EXIT = { done: 0, failed: 1, usage: 2, setAside: 3, readerLeft: 141 } as const;

/** A command that failed in a way its user can act on; the message says how. */
export class CommandError extends InterludeError<
  | "NOTHING_RUNNING"
  | "CUT_NOT_REACHED"
  | "ALREADY_RUNNING"
  | "SOURCE_MISSING"
  | "DUMP_URL_REFUSED"
  | "DUMP_NOT_FOUND"
  | "SERVICE_FAILED"
  | "INTERRUPTED"
  | "SET_ASIDE"
  | "DIFFERS"
  | "NOT_REPLAYED"
  | "REBUILD_REFUSED"
  | "INVALID"
  | "TOPIC_IN_USE"
  | "USAGE"
> {}
