export { CsvFormatError } from "./csv-format-error.js";
export { CsvHeader } from "./csv-header.js";
export { isNotFinite } from "./not-finite.js";
export { type CsvRow, csvRows, fieldText } from "./csv-rows.js";
