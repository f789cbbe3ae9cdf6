export type IngestionErrorCode =
  | "ARCHIVE_DAMAGED"
  | "ARCHIVE_TOO_LARGE"
  | "ARCHIVES_DISAGREE"
  | "SOURCE_FOLDER_MISSING"
  | "SOURCE_FILE_MISSING"
  | "SOURCE_FILE_CHANGED"
  | "PACKET_GAP"
  | "PACKET_NOT_APPLIED"
  | "PACKET_SCHEMA_CHANGED"
  | "DUMP_WITHOUT_SEQUENCE"
  | "TOO_MANY_REJECTED"
  | "POPULARITY_AS_OF_INVALID"
  | "INGESTION_ALREADY_RUNNING";

/** Why ingestion cannot use an input or cannot go on. The message says where and what to do. */
export class IngestionError extends Error {
  override readonly name = "IngestionError";

  constructor(
    readonly code: IngestionErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** What is wrong with a file as one sentence, whatever threw it. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The stable code of a coded error, or `UNEXPECTED`. */
export function codeOf(error: unknown): string {
  const code = error instanceof Error ? (error as Error & { code?: unknown }).code : undefined;
  return typeof code === "string" ? code : "UNEXPECTED";
}
