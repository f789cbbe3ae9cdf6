export { aggregateRoot } from "./aggregate-root.js";
export {
  type EffectiveChanges,
  type OrderedChange,
  effectiveChanges,
  orderForApply,
  positionFor,
} from "./apply-order.js";
export {
  type CatalogueRows,
  type Collaboration,
  type Collaborations,
  type CreditPairs,
  MAX_PAIRED_ARTISTS,
  type Performance,
  collaborations,
  pairKey,
  pairsOfCredit,
} from "./collaborations.js";
export {
  CONTROL_FILE_NAMES,
  ControlFileError,
  type ControlFileErrorCode,
  type ControlFiles,
  type DumpControl,
  type PacketControl,
  readDumpControl,
  readPacketControl,
} from "./control-files.js";
export { packetFile, packetNumber } from "./packet-name.js";
export { CopyLineSplitter } from "./copy-lines.js";
export { LineBlocks, type LineBlocksOptions } from "./line-blocks.js";
export {
  CopyTextError,
  type CopyTextErrorCode,
  type DecodeCopyOptions,
  decodeCopyRow,
  encodeCopyRow,
  isEndOfData,
} from "./copy-text.js";
export { genreKey } from "./genre-key.js";
export { CANCELLED_RELEASE, COUNTRY_AREA } from "./known-rows.js";
export { type LineMisfit, layoutMisfit } from "./layout-fit.js";
export { PacketError, type PacketErrorCode } from "./packet-error.js";
export {
  PENDING_DATA,
  type Packet,
  type PacketChange,
  type PacketMembers,
  type ReadPacketOptions,
  type RejectedLine,
  readPacket,
  readPendingLine,
} from "./packet.js";
export { PendingDataError, type PendingDataErrorCode } from "./pending-data.js";
export { decadeOf, formatPartialDate, partialDate } from "./partial-date.js";
export { ARTIST_KINDS, GUEST, RECORDING_KINDS, type RelationshipKind } from "./relationship-kinds.js";
export { type RowChange, isNoOp, keyChanged, primaryKeyOf } from "./row-change.js";
export {
  type Row,
  RowError,
  type RowErrorCode,
  type Value,
  type ValueDropped,
  copyFromRow,
  jsonFromRow,
  rowFromCopy,
  rowFromJson,
} from "./rows.js";
export {
  type ArtistIdentity,
  type PairingOptions,
  SPECIAL_PURPOSE_ARTISTS,
  canCollaborate,
  isSpecialPurposeArtist,
} from "./special-purpose.js";
export { FREE_STREAMING_LINK_TYPE, parseSpotifyArtistUrl } from "./spotify-identity.js";
export {
  type Column,
  LayoutError,
  type LayoutErrorCode,
  NEWEST_SCHEMA_SEQUENCE,
  SUPPORTED_SCHEMA_SEQUENCES,
  type TableLayout,
  checkSchemaSequence,
  ignoredColumns,
  mayBeNull,
  tableLayout,
} from "./table-layouts.js";
export { AvroBytes } from "./transcode/avro-bytes.js";
export { CopyRowTranscoder, type DumpOrigin } from "./transcode/copy-row-transcoder.js";
export { mostCharacters } from "./text-length.js";
export { type TableName, parseTableName } from "./table-name.js";
export { formatCopyTimestamp, formatJsonTimestamp, parseTimestamp } from "./timestamps.js";
