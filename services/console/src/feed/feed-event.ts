/** Names of the server-sent events. */
type FeedEventName = "candidate" | "synthetic-track" | "epoch";

/** A change before it has its id. */
export interface NewFeedEvent {
  readonly event: FeedEventName;
  readonly epoch: number;
  /** Becomes the event's JSON. */
  readonly data: object;
}

/** A change as it is sent. */
export interface FeedEvent {
  /** Rises by one from change to change, in the order of commits. */
  readonly id: number;
  readonly event: FeedEventName;
  /** JSON on one line. */
  readonly data: string;
  /** Another change may get the same id, after the store was put back. */
  readonly token: string;
}

/** How many of the newest changes are kept for streams that reconnect. */
export const RETAINED_CHANGES = 1_000;
