/** Token of ingestion's own configuration. */
export const INGESTION_CONFIGURATION = Symbol("ingestion configuration");

/** Token of the replication loop; null without a source. */
export const REPLICATION_LOOP = Symbol("replication loop");

/** Token of what ends the process with an exit code. */
export const END_PROCESS = Symbol("end process");
export type EndProcess = (exitCode: 0 | 1) => void;
