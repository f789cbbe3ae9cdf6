/** What may pass by itself: the packet is asked for again after the wait. */
export type TransientFeedCode =
  | "FEED_UNREACHABLE"
  | "FEED_SERVER_ERROR"
  | "FEED_THROTTLED"
  | "FEED_REDIRECTED"
  | "FEED_UNEXPECTED_ANSWER"
  | "PACKET_TRUNCATED"
  | "PACKET_DAMAGED"
  | "PACKET_TOO_LARGE"
  | "FOLDER_UNWRITABLE";

/** What an operator has to act on. The packet is asked for again all the same, in case one has. */
export type BlockingFeedCode =
  | "TOKEN_MISSING"
  | "TOKEN_REFUSED"
  | "PACKET_LOST"
  | "SIGNATURE_MISSING"
  | "SIGNATURE_INVALID";

/**
 * How fetching one packet ended. `newest` is the last packet the server is known to have (null: not known), for the
 * lag. `waitMs` says how long to wait before `fetch` is called again. No text in it ever holds the token.
 */
export type FeedOutcome =
  | { readonly outcome: "fetched"; readonly newest: number | null }
  | { readonly outcome: "caught-up"; readonly newest: number | null; readonly waitMs: number }
  | {
      readonly outcome: "failed";
      readonly code: TransientFeedCode;
      readonly reason: string;
      readonly newest: number | null;
      readonly waitMs: number;
    }
  | {
      readonly outcome: "blocked";
      readonly code: BlockingFeedCode;
      readonly reason: string;
      readonly newest: number | null;
      readonly waitMs: number;
    };

/** Where replication packets come from when the source folder has none. */
export interface PacketFeed {
  /**
   * Tries to fetch a packet into the source folder under its usual name, whole and verified.
   * @throws the signal's reason if it was aborted; never for what a server does
   */
  fetch(sequence: number, signal: AbortSignal): Promise<FeedOutcome>;
}
