import type { TopicPartition } from "../../log/event-log.js";

/** A subscriber as its group sees it. */
export interface GroupMember {
  readonly topics: readonly string[];
  /** Tells the member to come back for a new assignment once its batch at hand is done. */
  rebalance(): void;
}

/**
 * A consumer group of the in-memory log. As with Kafka's classic protocol, a member that joins or leaves
 * stops the world: every member finishes its batch, comes back, and all get their shares at once.
 */
export class MemoryGroup {
  readonly #members = new Set<GroupMember>();
  readonly #waiting = new Map<GroupMember, (assigned: readonly TopicPartition[]) => void>();

  constructor(private readonly partitionsOf: (topic: string) => number) {}

  /** Joins or comes back; resolves with the member's share once every member is there. */
  join(member: GroupMember): Promise<readonly TopicPartition[]> {
    const isNew = !this.#members.has(member);
    this.#members.add(member);
    const assignment = new Promise<readonly TopicPartition[]>((resolve) =>
      this.#waiting.set(member, resolve),
    );
    if (isNew) this.#rebalanceAll();
    this.#assignWhenComplete();
    return assignment;
  }

  /** Gives out all partitions anew, as after a topic has got more. */
  rebalance(): void {
    this.#rebalanceAll();
  }

  /** Whether a member reads a topic. */
  reads(topic: string): boolean {
    return [...this.#members].some(({ topics }) => topics.includes(topic));
  }

  leave(member: GroupMember): void {
    this.#members.delete(member);
    this.#waiting.get(member)?.([]);
    this.#waiting.delete(member);
    this.#rebalanceAll();
    this.#assignWhenComplete();
  }

  #rebalanceAll(): void {
    for (const member of this.#members) if (!this.#waiting.has(member)) member.rebalance();
  }

  #assignWhenComplete(): void {
    if (this.#waiting.size < this.#members.size) return;
    const shares = this.#shares();
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [member, resolve] of waiting) resolve(shares.get(member) ?? []);
  }

  /** Deals the partitions of each topic round to the members that subscribed to it. */
  #shares(): Map<GroupMember, TopicPartition[]> {
    const shares = new Map<GroupMember, TopicPartition[]>();
    const topics = new Set([...this.#members].flatMap((member) => member.topics));
    let turn = 0;
    for (const topic of topics) {
      const subscribers = [...this.#members].filter((member) => member.topics.includes(topic));
      for (let partition = 0; partition < this.partitionsOf(topic); partition++) {
        const member = subscribers[turn++ % subscribers.length]!;
        shares.set(member, [...(shares.get(member) ?? []), { topic, partition }]);
      }
    }
    return shares;
  }
}
