import { InterludeError } from "@interlude/stage";

/** The mirrors as a whole cannot be replaced. */
export class MirrorError extends InterludeError<"SWAP_BLOCKED"> {}
