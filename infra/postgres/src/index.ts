export type { PostgresBackgroundContext, PostgresContext, PostgresEpochContext } from "./context.js";
export { CopyRows } from "./copy-binary.js";
export { copyField } from "./copy-text.js";
export { Database } from "./database.js";
export { LEASE_MS, Lease, type LeaseQuery } from "./leases.js";
export { migrateSchema } from "./migrate.js";
export {
  type Administration,
  databaseExists,
  dropDatabase,
  operatorDatabaseUrl,
  prepareDatabase,
  serviceDatabaseUrl,
} from "./namespace-database.js";
export {
  type ReadPartition,
  type RebuildProgress,
  StageRebuild,
  type StoppedStage,
  rebuildProgress,
} from "./rebuild.js";
export { plainArray } from "./plain-array.js";
export { PostgresStageStore } from "./stage-store.js";
export { type DatabaseReads, SnapshotDatabase } from "./snapshot-database.js";
export { type StoredStream, saveStreamIdentity, storedStreams } from "./stream-identity.js";
export { LeasedTrainer, type OpenTraining, type TrainerParts } from "./training/leased-trainer.js";
export { TrainingOutcomes } from "./training/training-outcomes.js";
export {
  type FitMessage,
  type ThreadOptions,
  postFitOutcome,
  fitInThread,
} from "./training/training-thread.js";
export { Transaction } from "./transaction.js";
