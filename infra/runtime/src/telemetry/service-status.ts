import type { Blocked } from "@interlude/stage";
import type { StateName } from "../health/service-state.js";

/** What a stage says of itself at `/status`; the live screen and `interlude status` show it. */
export interface ServiceStatus {
  service: string;
  state: StateName;
  /** Unix time in milliseconds at which the state began. */
  stateSince: number;
  /** What fails and is tried again, if something is; of several, what began first. */
  blocked: Blocked | null;
  /** Partitions that have delivered the end of an epoch and wait for the others to do so. */
  waiting: readonly WaitingPartition[];
  /** What waits in the outbox; null for a stage without one. */
  relay: RelayStatus | null;
  /** Newest epoch that this stage has completed. */
  completedEpoch: number;
  /** Newest epoch whose marker has left this stage; for a stage without outputs the same as completed. */
  publishedEpoch: number;
  /** Replication sequence of the newest completed epoch. */
  sequence: number;
  /** Records handled and published since the process started. */
  records: number;
  published: number;
  deadLetters: number;
  /** What the stage waits for or why it stopped, if there is something to say. */
  note: string | null;
  /** Totals worth showing, for example edges or candidates. */
  totals: Record<string, number>;
  /** Resident memory in bytes. */
  memory: number;
}

export interface WaitingPartition {
  readonly topic: string;
  readonly partition: number;
  /** The epoch that it has delivered. */
  readonly epoch: number;
  /** Unix time in milliseconds. */
  readonly since: number;
}

export interface RelayStatus {
  /** For how long the oldest records that this process has seen in the outbox have waited, in seconds; 0 if none do. */
  readonly oldestSeconds: number;
  readonly blocked: Blocked | null;
}
