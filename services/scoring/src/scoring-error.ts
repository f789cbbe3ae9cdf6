import { InterludeError } from "@interlude/stage";

/** What stops scoring. */
export class ScoringError extends InterludeError<"SCORING_DELTA_GAP"> {}
