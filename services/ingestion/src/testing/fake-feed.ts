import type { FeedOutcome, PacketFeed } from "../metabrainz/packet-feed.js";

type Answer = FeedOutcome | (() => Promise<FeedOutcome>);

export const CAUGHT_UP = { outcome: "caught-up", newest: null, waitMs: 10 } as const;

/** A feed that answers as the test wants: the answers of a number one by one, the last for ever; others 404. */
export class FakeFeed implements PacketFeed {
  /** The numbers that it was asked for, in order. */
  readonly asked: number[] = [];
  readonly #answers = new Map<number, Answer[]>();

  on(sequence: number, ...answers: Answer[]): this {
    this.#answers.set(sequence, answers);
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
    const answers = this.#answers.get(sequence) ?? [CAUGHT_UP];
    const answer = answers.length > 1 ? answers.shift()! : answers[0]!;
    return typeof answer === "function" ? answer() : answer;
  }
}
