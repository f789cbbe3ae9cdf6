/** What will pass by itself, or may: the packet is asked for again after the wait. */
export type FeedTroubleCode =
  | "FEED_UNREACHABLE"
  | "FEED_SERVER_ERROR"
  | "FEED_THROTTLED"
  | "FEED_REDIRECTED"
  | "FEED_UNEXPECTED_ANSWER"
  | "PACKET_TRUNCATED"
  | "PACKET_DAMAGED"
  | "PACKET_TOO_LARGE"
  | "FOLDER_UNWRITABLE";

/** What somebody has to do something about. It is looked at again all the same, in case somebody has. */
export type FeedStopCode =
  | "TOKEN_MISSING"
  | "TOKEN_REFUSED"
  | "PACKET_LOST"
  | "SIGNATURE_MISSING"
  | "SIGNATURE_INVALID";

/**
 * How asking for one packet ended. `newest` is the last packet the server is known to have (null: never learnt), for
 * the lag. `waitMs` says how long to wait before `fetch` is called again. No text in it ever holds the token.
 */
export type FeedOutcome =
  | { readonly outcome: "fetched"; readonly newest: number | null }
  | { readonly outcome: "caught-up"; readonly newest: number | null; readonly waitMs: number }
  | {
      readonly outcome: "trouble";
      readonly code: FeedTroubleCode;
      readonly reason: string;
      readonly newest: number | null;
      readonly waitMs: number;
    }
  | {
      readonly outcome: "stopped";
      readonly code: FeedStopCode;
      readonly reason: string;
      readonly newest: number | null;
      readonly waitMs: number;
    };

/** Where replication packets come from when the source folder has none. */
export interface PacketFeed {
  /**
   * Tries to bring a packet into the source folder under its usual name, whole and verified.
   * @throws the signal's reason where it was aborted; never for what a server does
   */
  fetch(sequence: number, signal: AbortSignal): Promise<FeedOutcome>;
}
