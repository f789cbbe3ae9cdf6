import { type CheckResult, compare } from "../compare.js";
import type { TopicReport } from "./check-order.js";
import type { PartitionReport } from "./partition-order.js";

/** A violation of the order, and where it is. */
export interface FoundViolation {
  readonly code: string;
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly reason: string;
}

/** What was found in a topic, its partitions together. */
export interface TopicOrder {
  readonly topic: string;
  readonly records: number;
  readonly markers: number;
  readonly repeated: number;
  readonly unnumbered: number;
  readonly setAside: number;
  readonly unproven: number;
  readonly violations: number;
  /** The first few of each partition. */
  readonly examples: readonly FoundViolation[];
}

const COUNTS = [
  "records",
  "markers",
  "repeated",
  "unnumbered",
  "setAside",
  "unproven",
  "violations",
] as const;

/** A topic's partitions in one. */
export function topicOrder({ topic, partitions }: TopicReport): TopicOrder {
  const reports = [...partitions.values()];
  const sum = (count: (typeof COUNTS)[number]): number =>
    reports.reduce((total, one) => total + one[count], 0);
  const sums = Object.fromEntries(COUNTS.map((count) => [count, sum(count)])) as Pick<
    PartitionReport,
    (typeof COUNTS)[number]
  >;
  const examples = [...partitions].flatMap(([partition, { examples: found }]) =>
    found.map(({ code, offset, reason }) => ({ code, topic, partition, offset: Number(offset), reason })),
  );
  return { topic, ...sums, examples };
}

/** A line a topic that has something to say, with its violations, then a sum. */
export function orderLines(topics: readonly TopicOrder[]): string[] {
  const lines = topics.flatMap((one) => {
    const remarks = (["repeated", "unnumbered", "setAside", "unproven"] as const)
      .filter((count) => one[count] > 0)
      .map((count) => `, ${one[count]} ${count === "setAside" ? "set aside" : count}`);
    if (one.violations === 0 && remarks.length === 0) return [];
    return [
      `${one.violations === 0 ? "in order" : "BROKEN  "} ${one.topic}: ${one.records} records, ${one.violations} violations${remarks.join("")}`,
      ...one.examples.map(
        ({ code, partition, offset, reason }) => `         ${code} at ${partition}/${offset}: ${reason}`,
      ),
    ];
  });
  const sum = (count: "records" | "violations"): number =>
    topics.reduce((total, one) => total + one[count], 0);
  return [
    ...lines,
    `${topics.length} topics: ${sum("records")} records, ${sum("violations")} violations of their order`,
  ];
}

/**
 * Whether every partition of the marked topics ends with the marker of the epoch that its producer has completed. Of
 * partitions beyond the catalogue's, those that have records: one that was added has its first marker with the next epoch.
 */
export function compareNewestMarkers(
  reports: readonly TopicReport[],
  expected: ReadonlyMap<string, { readonly epoch: number; readonly partitions: number }>,
): CheckResult {
  const [should, is] = [new Map<string, string>(), new Map<string, string>()];
  for (const { topic, partitions } of reports) {
    const marked = expected.get(topic);
    if (marked === undefined) continue;
    const inCatalogue = Array.from({ length: marked.partitions }, (_, partition) => partition);
    for (const partition of new Set([...inCatalogue, ...partitions.keys()])) {
      should.set(`${topic}/${partition}`, String(marked.epoch));
      is.set(`${topic}/${partition}`, String(partitions.get(partition)?.newestMarker ?? 0));
    }
  }
  return compare("newest marker of every partition", should, is);
}
