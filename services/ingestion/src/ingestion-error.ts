import { InterludeError } from "@interlude/stage";

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
  | "DUMP_INCOMPLETE"
  | "TOO_MANY_REJECTED"
  | "OMISSION_REFUSED"
  | "POPULARITY_AS_OF_INVALID"
  | "VALUE_TOO_LARGE"
  | "LEASE_LOST"
  | "INGESTION_ALREADY_RUNNING";

/** Why ingestion cannot use an input or cannot go on. The message says where and what to do. */
export class IngestionError extends InterludeError<IngestionErrorCode> {}
