import { InterludeError } from "@interlude/stage";

/** What can go wrong with the local stack. */
type LocalStackErrorCode =
  | "NOT_SET_UP"
  | "HOME_IN_USE"
  | "STACK_FILE_UNREADABLE"
  | "SERVER_FAILED"
  | "SERVER_TIMEOUT"
  | "NO_FREE_PORT"
  | "NO_UNPRIVILEGED_USER"
  | "EXTERNAL_UNREACHABLE"
  | "NAMESPACE_MISSING";

/** The local stack cannot do what was asked; the message says what, where, and what to do. */
export class LocalStackError extends InterludeError<LocalStackErrorCode> {}
