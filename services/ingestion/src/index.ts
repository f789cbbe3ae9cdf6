export { definition } from "./definition.js";
export { IngestionError, type IngestionErrorCode } from "./ingestion-error.js";
export { IngestionModule } from "./ingestion.module.js";
