import { SERVICES } from "@interlude/contracts";
import { type Evidence, type Violations, violationsOf } from "./rule.js";

const STAGES = SERVICES.filter((service) => service !== "ingestion");

const OLDEST = STAGES.map(
  (stage) =>
    `(select '${stage}' as stage, id, topic from ${stage}.outbox where id = (select min(id) from ${stage}.outbox))`,
).join(" union all ");

interface Waiting {
  readonly stage: string;
  readonly id: number;
  readonly topic: string;
}

/** That no outbox's oldest record stays where it is: a relay that runs sends it within milliseconds. */
export async function outboxesMove({ snapshot, now, patience }: Evidence): Promise<Violations> {
  const before = await snapshot.query<Waiting>(OLDEST);
  if (before.length === 0) return violationsOf([]);
  await patience();
  const after = await now.query<Waiting>(OLDEST);
  const stuck = after.filter(({ stage, id }) => before.some((old) => old.stage === stage && old.id === id));
  return violationsOf(
    stuck.map(({ stage, id, topic }) => `${stage} does not send record ${id}, for ${topic}`),
  );
}

/** That every stage has completed the epochs that ingestion has published. */
export const STAGES_BEHIND = `
  select format('%s has completed epoch %s of %s', stage, completed, published) as broken
  from (${STAGES.map((stage) => `select '${stage}' as stage, completed_epoch as completed from ${stage}.stage_state`).join(" union all ")}) as stages
  cross join (select coalesce(max(epoch), 0) as published from ingestion.epochs where state = 'published') as newest
  where completed < published`;

/** Dead letters, a line a service, code and topic. */
export async function noDeadLetters({ deadLetters }: Evidence): Promise<Violations> {
  const byKind = new Map<string, number>();
  for (const { service, code, topic, letters } of deadLetters) {
    const kind = `${service} ${code}${topic === null ? "" : ` of ${topic}`}`;
    byKind.set(kind, (byKind.get(kind) ?? 0) + letters);
  }
  const lines = [...byKind].map(([kind, letters]) => `${kind}: ${letters}`);
  return { ...violationsOf(lines), examples: lines.sort() };
}
