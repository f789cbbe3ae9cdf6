import { randomBytes } from "node:crypto";
import { type CandidateCollaboration, topics, withdrawalReasonOf } from "@interlude/contracts";
import { type TopicRecord, followTopic } from "@interlude/stage";
import type { Namespace } from "@interlude/infra-local";
import type { Output } from "../../output.js";

/** Prints candidates as they appear, change and are withdrawn, until told to stop. */
export async function watchCandidates(
  namespace: Namespace,
  options: { output: Output; fromBeginning: boolean; stop: AbortSignal },
): Promise<void> {
  await namespace.reading(async (log, codec) => {
    const seen = new Map<string, string>();
    const subscription = await followTopic({
      log,
      codec,
      topic: topics.candidates,
      group: `watch-${randomBytes(4).toString("hex")}`,
      from: options.fromBeginning ? "beginning" : "now",
      onRecord: (record) => {
        const change = changeOf(record, seen);
        options.output.json({
          change,
          key: record.key,
          epoch: record.epoch,
          at: record.timestamp,
          candidate: record.value,
          ...(record.value === null ? { reason: withdrawalReasonOf(record.headers) } : {}),
        });
        options.output.line(describe(change, record, seen));
        if (record.value === null) seen.delete(record.key);
        else seen.set(record.key, title(record.value));
      },
    });
    await new Promise<void>((resolve, reject) => {
      options.stop.addEventListener("abort", () => resolve(), { once: true });
      subscription.ended.then(resolve, reject);
    });
    await subscription.close();
  });
}

type Change = "appeared" | "changed" | "withdrawn";

function changeOf(
  { key, value }: TopicRecord<CandidateCollaboration>,
  seen: ReadonlyMap<string, string>,
): Change {
  if (value === null) return "withdrawn";
  return seen.has(key) ? "changed" : "appeared";
}

function describe(
  change: Change,
  { key, value, headers }: TopicRecord<CandidateCollaboration>,
  seen: ReadonlyMap<string, string>,
): string {
  if (value === null) {
    const reason = withdrawalReasonOf(headers);
    return `withdrawn  ${seen.get(key) ?? key}${reason === null ? "" : `  (${reason})`}`;
  }
  const reasons = value.contributions
    .toSorted((one, other) => Math.abs(other.contribution) - Math.abs(one.contribution))
    .map(({ contribution, reason }) => `${contribution >= 0 ? "+" : ""}${contribution.toFixed(2)} ${reason}`);
  return `${change.padEnd(9)}  ${value.probability.toFixed(3)}  ${title(value)}  (${reasons.join("; ")})`;
}

function title({ nameA, nameB }: CandidateCollaboration): string {
  return `${nameA} × ${nameB}`;
}
