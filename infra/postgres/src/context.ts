import type { BackgroundContext, EpochContext, StageContext } from "@interlude/stage";
import type { Transaction } from "./transaction.js";

/** What a stage's handlers get: their transaction, and the means to publish and to reject. */
export type PostgresContext = StageContext<Transaction>;

/** The same at the end of an epoch. */
export type PostgresEpochContext = EpochContext<Transaction>;

/** The same in the background. */
export type PostgresBackgroundContext = BackgroundContext<Transaction>;
