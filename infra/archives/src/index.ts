export { ArchiveError, isSystemError, unreadableFile } from "./archive-error.js";
export { type ArchiveMember, ArchiveReader, memberText } from "./archive-reader.js";
export {
  CHECKSUMS_FILE,
  type VerifyOptions,
  MAX_CHECKSUMS_BYTES,
  checksumMismatch,
  compareArchives,
  expectedChecksum,
  parseChecksums,
  readChecksums,
  sha256OfFile,
  verifyArchives,
} from "./checksums.js";
export { describeDecompressor } from "./decompress.js";
export { findBzip2, findFirstProgram, findProgram } from "./find-program.js";
export type { ArchiveLimits } from "./limits.js";
export {
  MAX_SIGNATURE_BYTES,
  OpenPgpSignatures,
  SIGNATURE_SUFFIX,
  type SignatureCheck,
} from "./openpgp-signatures.js";
export type { ReadFile } from "./read-file.js";
