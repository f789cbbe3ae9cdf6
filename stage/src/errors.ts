/** The same call may succeed when it is repeated: a server was away, and may be back. */
const RETRIABLE_CODES = ["LOG_UNREACHABLE", "REGISTRY_UNREACHABLE"] as const;
/** Repeating the call changes nothing: the input, the configuration or the program has to. */
const FINAL_CODES = [
  "BATCH_FAILED",
  "CONSUMER_CRASHED",
  "HANDLER_MISSING",
  "INPUT_WITHOUT_MARKERS",
  "LOG_CLOSED",
  "MIGRATION_BLOCKED",
  "OFFSET_LOST",
  "REGISTRY_REFUSED",
  "SCHEMA_INCOMPATIBLE",
  "SCHEMA_NOT_REGISTERED",
  "STORE_WENT_BACK",
  "TOPIC_MISSING",
  "VALUE_INVALID",
  "VALUE_UNDECODABLE",
] as const;

/**
 * Codes of the engine and of the adapters of its ports. They are stable: metrics, dead letters and tests name them.
 * PostgreSQL's errors have its SQLSTATE instead, and each service has codes of its own.
 */
export const ERROR_CODES = [...RETRIABLE_CODES, ...FINAL_CODES] as const;

/** Codes of one of their classes: an error of the engine or an adapter has none that is not listed. */
export type EngineCode<Code extends (typeof ERROR_CODES)[number]> = Code;

interface InterludeErrorOptions extends ErrorOptions {
  /** Whether repeating the call can help; the code decides unless it is given. */
  readonly retriable?: boolean;
}

/** Root of our errors: a stable code, and a message that says what happened, where, and what to do. */
export abstract class InterludeError<Code extends string = string> extends Error {
  readonly retriable: boolean;

  constructor(
    readonly code: Code,
    message: string,
    options?: InterludeErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
    this.retriable = options?.retriable ?? (RETRIABLE_CODES as readonly string[]).includes(code);
  }
}

/** Whether the work that failed may succeed when it is repeated. */
export function isRetriable(error: unknown): boolean {
  return error instanceof InterludeError && error.retriable;
}

/** The code of an error: ours, PostgreSQL's SQLSTATE or the operating system's. */
export function codeOf(error: unknown, otherwise = "UNEXPECTED"): string {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : otherwise;
}

/** What an error says, whatever was thrown. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
