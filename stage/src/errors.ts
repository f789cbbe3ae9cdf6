/**
 * Whose fault an error is, and so what becomes of the work:
 * `record`: one record cannot be processed, ever. It becomes a dead letter, and the rest goes on.
 * `transient`: the cause may pass (a server is away, a disk is full, a migration has not run). Undone and repeated until it does.
 * `final`: anything else. Undone; the process stops and says why.
 */
export type Fault = "record" | "transient" | "final";

const RECORD_CODES = ["VALUE_INVALID", "VALUE_TOO_LARGE", "VALUE_UNDECODABLE"] as const;
const TRANSIENT_CODES = ["LEASE_LOST", "LOG_UNREACHABLE", "REGISTRY_UNREACHABLE", "SCHEMA_UNKNOWN"] as const;
/** Another attempt ends the same: the input, the configuration or the program has to change. */
const FINAL_CODES = [
  "ABSENT_TOO_LONG",
  "BATCH_FAILED",
  "CONSUMER_CRASHED",
  "HANDLER_MISSING",
  "INPUT_WITHOUT_MARKERS",
  "LAYOUT_CHANGED",
  "LOG_CLOSED",
  "MIGRATION_BLOCKED",
  "OFFSET_LOST",
  "OUTPUT_LOST",
  "PRODUCER_FENCED",
  "RECORD_REFUSED",
  "REGISTRY_REFUSED",
  "SCHEMA_INCOMPATIBLE",
  "SCHEMA_NOT_REGISTERED",
  "STORE_WENT_BACK",
  "STREAM_MISMATCH",
  "TOPIC_LAYOUT_DIFFERS",
  "TOPIC_MISSING",
  "TRANSACTION_CLOSED",
] as const;

/**
 * Codes of the engine and of the adapters of its ports. They are stable: metrics, dead letters and tests name them.
 * PostgreSQL's errors have its SQLSTATE instead, and each service has codes of its own.
 */
export const ERROR_CODES = [...RECORD_CODES, ...TRANSIENT_CODES, ...FINAL_CODES] as const;

const FAULTS: ReadonlyMap<string, Fault> = new Map([
  ...RECORD_CODES.map((code) => [code, "record"] as const),
  ...TRANSIENT_CODES.map((code) => [code, "transient"] as const),
  ...FINAL_CODES.map((code) => [code, "final"] as const),
]);

/** Codes of one of their classes: an error of the engine or an adapter has none that is not listed. */
export type EngineCode<Code extends (typeof ERROR_CODES)[number]> = Code;

interface InterludeErrorOptions extends ErrorOptions {
  /** Whose fault it is, for a code that is not the engine's; `final` says that no other attempt can end otherwise. */
  readonly fault?: Fault;
}

/** Root of our errors: a stable code, and a message that says what happened, where, and what to do. */
export abstract class InterludeError<Code extends string = string> extends Error {
  /** null if neither the code nor the thrower says it. */
  readonly fault: Fault | null;

  constructor(
    readonly code: Code,
    message: string,
    options?: InterludeErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
    this.fault = options?.fault ?? FAULTS.get(code) ?? null;
  }
}

/** Whose fault an error is. What is not known is not the record's: good data must not pay for a defect of ours. */
export function faultOf(error: unknown): Fault {
  return (error instanceof InterludeError ? error.fault : null) ?? "final";
}

/** Whether an error is known to be final; of an unknown one another attempt may end otherwise. */
export function isKnownFinal(error: unknown): boolean {
  return error instanceof InterludeError && error.fault === "final";
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
