/** What an epoch changed in the read model. */
export interface EpochCounts {
  readonly edgesAdded: number;
  readonly edgesChanged: number;
  readonly edgesRemoved: number;
  readonly artistsWritten: number;
  readonly artistsWithdrawn: number;
  readonly candidatesAppeared: number;
  readonly candidatesChanged: number;
  readonly candidatesWithdrawn: number;
  readonly tracksWritten: number;
  readonly tracksWithdrawn: number;
}

/** An epoch that is complete: a dump, a packet or an archive of features. */
export interface EpochSummary {
  readonly epoch: number;
  /** Replication sequence that the stream had reached. */
  readonly sequence: number;
  readonly kind: string;
  /** When ingestion had sent all of it, ISO 8601. */
  readonly ingestedAt: string;
  /** When all that it caused was to be seen here, ISO 8601. */
  readonly completedAt: string;
  readonly counts: EpochCounts;
}
