import { type EventLog, EventLogError, type TopicLayout } from "./event-log.js";

/** A property of a topic that is not as its layout says. */
export interface LayoutDifference {
  /** Logical name of the topic. */
  readonly topic: string;
  readonly property: string;
  readonly actual: string;
  readonly wanted: string;
  /** Whether `updateTopics` brings it up to date. */
  readonly isAlterable: boolean;
}

type Layouts = readonly TopicLayout[];

/**
 * Topics are as their layouts say. Records of a topic that is not get lost: in a partition that is not waited for, by
 * a policy that deletes what was to stay, with a replica that was the only one.
 * @throws EventLogError `TOPIC_LAYOUT_DIFFERS` naming every difference
 */
export async function checkLayouts(log: Pick<EventLog, "compareTopics">, layouts: Layouts): Promise<void> {
  refuse(await log.compareTopics(layouts));
}

/**
 * Creates topics that are missing and brings the others up to date.
 * @throws EventLogError `TOPIC_LAYOUT_DIFFERS` naming what cannot be altered, before anything is
 */
export async function alignLayouts(
  log: Pick<EventLog, "compareTopics" | "createTopics" | "updateTopics">,
  layouts: Layouts,
): Promise<void> {
  const differences = await log.compareTopics(layouts);
  refuse(differences.filter(({ isAlterable }) => !isAlterable));
  if (differences.length === 0) return;
  await log.createTopics(layouts);
  await log.updateTopics(layouts);
}

/** A difference in a line. */
export function differenceText({ topic, property, actual, wanted }: LayoutDifference): string {
  return `${topic}: ${property} is ${actual} and should be ${wanted}`;
}

function refuse(differences: readonly LayoutDifference[]): void {
  if (differences.length === 0) return;
  const isAlterable = differences.every((difference) => difference.isAlterable);
  const advice = isAlterable
    ? "Run interlude prepare, which brings them up to date"
    : "What is not altered in place (partitions, replicas, cleanup.policy) takes a topic that is created anew: remove the " +
      "namespace with interlude reset and load anew, or move the partitions by Kafka's own tools; see interlude topics";
  throw new EventLogError(
    "TOPIC_LAYOUT_DIFFERS",
    `Topics are not as the catalogue says. ${differences.map(differenceText).join("; ")}. ${advice}`,
  );
}
