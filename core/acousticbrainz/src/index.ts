export { AcousticBrainzError } from "./acousticbrainz-error.js";
export { parseDocumentName, readHighLevelDocument } from "./high-level-document.js";
export { LowLevelTable } from "./low-level-table.js";
export type { HighLevelRecord, LowLevelRecord } from "./records.js";
