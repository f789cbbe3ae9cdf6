export { CsvFormatError } from "./csv-format-error.js";
export { CsvHeader } from "./csv-header.js";
export { type CsvRow, csvRows, fieldText } from "./csv-rows.js";
export type { ValueDropped } from "./value-dropped.js";
