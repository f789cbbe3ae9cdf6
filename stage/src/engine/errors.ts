import { type EngineCode, InterludeError } from "../errors.js";

/** A stage is put together wrongly, or gave up on its input. */
export class StageError extends InterludeError<
  EngineCode<
    | "ABSENT_TOO_LONG"
    | "BATCH_FAILED"
    | "HANDLER_MISSING"
    | "INPUT_WITHOUT_MARKERS"
    | "LEASE_LOST"
    | "STORE_WENT_BACK"
  >
> {}

/** Code, in metrics and status, of what a handler throws without a code of its own. */
export const HANDLER_FAILED = "HANDLER_FAILED";
