import type { FeedOutcome, PacketFeed } from "../metabrainz/packet-feed.js";

type Scripted = FeedOutcome | (() => Promise<FeedOutcome>);

export const CAUGHT_UP = { outcome: "caught-up", newest: null, waitMs: 10 } as const;

/** A feed with scripted outcomes: those of a number one by one, the last again and again; others 404. */
export class FakeFeed implements PacketFeed {
  /** The numbers that it was asked for, in order. */
  readonly asked: number[] = [];
  readonly #outcomes = new Map<number, Scripted[]>();

  on(sequence: number, ...outcomes: Scripted[]): this {
    this.#outcomes.set(sequence, outcomes);
    return this;
  }

  /** Has a packet, which `write` puts into the folder under its usual name. */
  has(sequence: number, write: (sequence: number) => Promise<unknown>, newest: number | null = null): this {
    return this.on(sequence, async () => {
      await write(sequence);
      return { outcome: "fetched", newest };
    });
  }

  async fetch(sequence: number): Promise<FeedOutcome> {
    this.asked.push(sequence);
    const outcomes = this.#outcomes.get(sequence) ?? [CAUGHT_UP];
    const outcome = outcomes.length > 1 ? outcomes.shift()! : outcomes[0]!;
    return typeof outcome === "function" ? outcome() : outcome;
  }
}
