import { physicalTopic, type Topic } from "@interlude/contracts";
import { EventLogError } from "../event-log.js";

/** What the name of a topic on the broker is made of. */
export type NamedTopic = Pick<Topic<unknown>, "name" | "version">;

/** Names of topics in the catalogue and on the broker, either way. */
export class TopicNames {
  private readonly physicalByLogical = new Map<string, string>();
  private readonly logicalByPhysical = new Map<string, string>();

  constructor(topics: readonly NamedTopic[], namespace: string) {
    for (const topic of topics) {
      const physical = physicalTopic(topic, namespace);
      this.physicalByLogical.set(topic.name, physical);
      this.logicalByPhysical.set(physical, topic.name);
    }
  }

  /** Name on the broker. Throws EventLogError `TOPIC_MISSING` for a topic that the catalogue does not have. */
  physical(logical: string): string {
    const physical = this.physicalByLogical.get(logical);
    if (physical === undefined) {
      throw new EventLogError("TOPIC_MISSING", `The catalogue has no topic ${logical}`);
    }
    return physical;
  }

  /** Name in the catalogue of a topic that was asked for by its name on the broker. */
  logical(physical: string): string {
    return this.logicalByPhysical.get(physical) ?? physical;
  }
}
