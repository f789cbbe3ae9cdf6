/** What a stage says of itself at `/status`; the live screen and `interlude status` show it. */
export interface ServiceStatus {
  service: string;
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

/** Whether a process lives (if not, restart it) and is ready for work. */
export interface Health {
  live(): boolean;
  ready(): boolean;
}
