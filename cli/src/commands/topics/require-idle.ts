import { SERVICES, type ServiceName, type Topic } from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import { type EventLog, partitionName } from "@interlude/stage";
import { CommandError } from "../../command-error.js";

interface PositionRow {
  readonly partition: number;
  readonly next_offset: number;
  readonly is_waiting: boolean;
}

/**
 * Nothing writes a topic, and its readers have handled all that it holds.
 * @throws CommandError `TOPIC_IN_USE` saying what is to be stopped or awaited
 */
export async function requireIdle(log: EventLog, database: Database, topic: Topic<unknown>): Promise<void> {
  await requireNoWriter(database, topic);
  const newest = await log.newest([topic.name]);
  const ends = new Map([...newest].map(([name, { offset }]) => [name, offset + 1n]));
  for (const service of SERVICES) await requireAllRead(database, service, topic, ends);
}

async function requireNoWriter(database: Database, { name, producer }: Topic<unknown>): Promise<void> {
  const leases = await database.query<{ name: string }>(
    `select name from ${producer}.leases where expires_at > now()`,
  );
  if (leases.length > 0) throw inUse(`${name} is written by ${producer}, which runs: stop it first`);
  const [waiting] = await database.query<{ count: number }>(`select count(*)::int from ${producer}.outbox`);
  if (waiting!.count === 0) return;
  throw inUse(`${producer} has not published everything yet: start it, wait until it has, and stop it`);
}

async function requireAllRead(
  database: Database,
  service: ServiceName,
  { name }: Topic<unknown>,
  ends: ReadonlyMap<string, bigint>,
): Promise<void> {
  const rows = await database.query<PositionRow>(
    `select partition, next_offset,
       coalesce((marker->>'epoch')::bigint > (select completed_epoch from ${service}.stage_state), false) as is_waiting
     from ${service}.stage_positions where topic = $1`,
    [name],
  );
  for (const { partition, next_offset, is_waiting } of rows) {
    const end = ends.get(partitionName({ topic: name, partition })) ?? 0n;
    if (BigInt(next_offset) >= end && !is_waiting) continue;
    throw inUse(
      `${service} has not completed what ${name} holds: start the services, wait until they have, and stop them`,
    );
  }
}

function inUse(message: string): CommandError {
  return new CommandError("TOPIC_IN_USE", message);
}
