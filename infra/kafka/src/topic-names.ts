import { physicalTopic, type Topic } from "@interlude/contracts";
import { EventLogError } from "@interlude/stage";

/** What the name of a topic on the broker is made of. */
export type NamedTopic = Pick<Topic<unknown>, "name" | "version"> & Partial<Pick<Topic<unknown>, "batched">>;

/** Names of topics in the catalogue and on the broker, either way. */
export class TopicNames {
  readonly #physicalByLogical = new Map<string, string>();
  readonly #logicalByPhysical = new Map<string, string>();
  readonly #batched = new Set<string>();

  constructor(topics: readonly NamedTopic[], namespace: string) {
    for (const topic of topics) {
      const physical = physicalTopic(topic, namespace);
      this.#physicalByLogical.set(topic.name, physical);
      this.#logicalByPhysical.set(physical, topic.name);
      if (topic.batched === true) this.#batched.add(topic.name);
    }
  }

  /**
   * Name on the broker.
   * @throws EventLogError `TOPIC_MISSING` for a topic that the catalogue does not have
   */
  physical(logical: string): string {
    const physical = this.#physicalByLogical.get(logical);
    if (physical === undefined) {
      throw new EventLogError("TOPIC_MISSING", `The catalogue has no topic ${logical}`);
    }
    return physical;
  }

  /** Whether a topic's records carry batches. */
  isBatched(logical: string): boolean {
    return this.#batched.has(logical);
  }

  /** Name in the catalogue of a topic that was asked for by its name on the broker. */
  logical(physical: string): string {
    return this.#logicalByPhysical.get(physical) ?? physical;
  }
}
