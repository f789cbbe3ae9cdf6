export {
  CopyTextError,
  type CopyTextErrorCode,
  type DecodeCopyOptions,
  decodeCopyRow,
  encodeCopyRow,
  isEndOfData,
} from "./copy-text.js";
export { CopyLineSplitter, type CopyLineSplitterOptions } from "./copy-lines.js";
