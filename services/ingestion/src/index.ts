export { definition } from "./definition.js";
export { IngestionError, type IngestionErrorCode } from "./ingestion-error.js";
export { IngestionModule } from "./ingestion.module.js";
export { OpenPgpSignatures } from "./signatures/openpgp-signatures.js";
export { type DownloadProgress, type DownloadedDump, downloadDump } from "./sources/http/dump-download.js";
