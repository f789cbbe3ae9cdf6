import type { Message } from "kafkajs";

/** Messages of one topic, by the partition that each of them has. */
type ByPartition = Record<number, Message[]>;

/**
 * Messages of a topic, grouped by partition as they come. kafkajs 2.2.4 groups what it sends by a `reduce` that copies
 * a partition's messages once for each of them: with thousands of small ones that is most of sending. Here it is given
 * what is grouped already. kafkajs is pinned and has no release that mends it.
 */
export class GroupedMessages extends Array<Message> {
  readonly #byPartition: ByPartition = {};

  // What other methods derive from it is a plain array.
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  /** @param message with its partition */
  add(message: Message & { readonly partition: number }): void {
    this.push(message);
    (this.#byPartition[message.partition] ??= []).push(message);
  }

  /** The partitions are known already: whatever function kafkajs groups by, this is the result. */
  override reduce<Result>(): Result {
    return this.#byPartition as Result;
  }
}
