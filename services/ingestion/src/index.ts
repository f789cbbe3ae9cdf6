export { IngestionError, type IngestionErrorCode } from "./ingestion-error.js";
