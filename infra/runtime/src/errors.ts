import { InterludeError } from "@interlude/stage";

/** The process does not do what it should and is ended; its supervisor starts another. */
export class ServiceError extends InterludeError<"DRAIN_TIMEOUT" | "SERVICE_STALLED"> {}
