export { AvroCodec, type CodecTopic } from "./codec/avro-codec.js";
export { type Codec, CodecError } from "./codec/codec.js";
export type { Blocked } from "./engine/attempts.js";
export { StageError } from "./engine/errors.js";
export type { Logger } from "./engine/logger.js";
export { BatchWriter, type OutboxRecord, type RecordBatch, recordsOf } from "./engine/outbox-frames.js";
export { OutboxRelay } from "./engine/outbox-relay.js";
export type { OutputKey, RebuildStore } from "./engine/rebuild-store.js";
export type { LetterFailure, ReplayStore, RequestedLetter } from "./engine/replay-store.js";
export { DEFAULT_RETRY, type RetryPolicy, retryDelay } from "./engine/retry.js";
export type {
  BackgroundContext,
  BackgroundProgress,
  EpochContext,
  StageContext,
  StageDefinition,
  StageHandlers,
  StreamRecord,
} from "./engine/stage-definition.js";
export { StageMetrics } from "./engine/stage-metrics.js";
export { StageRunner } from "./engine/stage-runner.js";
export type { WaitingPartition } from "./engine/waiting-partitions.js";
export type {
  CompletedEpoch,
  OutboxBatch,
  OutboxLease,
  OutboxStore,
  PartitionPosition,
  StageStore,
} from "./engine/stage-store.js";
export {
  ERROR_CODES,
  type EngineCode,
  type Fault,
  InterludeError,
  codeOf,
  faultOf,
  isKnownFinal,
  reasonOf,
} from "./errors.js";
export {
  type Appender,
  type EventLog,
  layoutChanged,
  EventLogError,
  type LogRecord,
  type Outage,
  type OutgoingRecord,
  type PartitionBatch,
  type PartitionEnds,
  type Progress,
  type RecordHeaders,
  type SubscribeOptions,
  type Subscription,
  type TopicLayout,
  type TopicPartition,
  partitionName,
  partitionNamed,
} from "./log/event-log.js";
export { KnownEnds } from "./log/known-ends.js";
export { partitionOf } from "./log/partitioner.js";
export { type OffsetRange, startOffset } from "./log/start-offset.js";
export { requireSameStream, streamIdentity, writeStreamIdentity } from "./log/stream-identity.js";
export { alignLayouts, checkLayouts, differenceText, type LayoutDifference } from "./log/topic-layout.js";
export { SubscriptionEnd } from "./log/subscription-end.js";
export { EPOCH_PATTERN, OnBackground, OnEpoch, OnRecords, OnRollback } from "./nest/patterns.js";
export { type StageEngine, StageTransport } from "./nest/stage-transport.js";
export { type RejectedRecord, deadLetter } from "./records/dead-letter.js";
export { epochHeaders, markerRecords } from "./records/markers.js";
export { newestByKey } from "./records/newest-by-key.js";
export { MAX_RECORD_BYTES, refuseLargeRecord } from "./records/record-size.js";
export { RecordBatcher } from "./records/record-batcher.js";
export { type FollowOptions, type TopicRecord, followTopic, latestByKey } from "./records/topic-reader.js";
export { newTraceContext } from "./records/trace-context.js";
