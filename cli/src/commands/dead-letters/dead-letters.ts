import {
  type DeadLetter,
  EPOCH_HEADER,
  REPLAY_HEADER,
  SERVICES,
  type ServiceName,
  deadLetterTopics,
} from "@interlude/contracts";
import type { Codec, EventLog } from "@interlude/stage";
import { CommandError } from "../../command-error.js";
import type { Namespace } from "@interlude/infra-local";

/** A dead letter and its name: `service/partition/offset` in the service's dead-letter topic. */
interface KeptDeadLetter {
  readonly id: string;
  readonly deadLetter: DeadLetter;
}

/** All dead letters, or those of one service, in the order in which they were written. */
export function listDeadLetters(namespace: Namespace, service?: ServiceName): Promise<KeptDeadLetter[]> {
  return namespace.reading((log, codec) => readDeadLetters(log, codec, service));
}

/** One dead letter by its id. */
export async function showDeadLetter(namespace: Namespace, id: string): Promise<KeptDeadLetter> {
  const found = (await listDeadLetters(namespace, serviceOf(id))).find((kept) => kept.id === id);
  if (found === undefined)
    throw new CommandError("USAGE", `There is no dead letter ${id}; see interlude dead-letters list`);
  return found;
}

/** Sends dead letters to the topics they came from again, byte for byte. Returns how many. */
export function replayDeadLetters(namespace: Namespace, ids: readonly string[]): Promise<number> {
  return namespace.reading(async (log, codec) => {
    const deadLetters = await readDeadLetters(log, codec);
    const wanted = ids.length === 0 ? deadLetters : deadLetters.filter(({ id }) => ids.includes(id));
    const records = wanted
      .filter(({ deadLetter }) => deadLetter.topic !== null)
      .map(({ deadLetter }) => ({
        topic: deadLetter.topic!,
        key: deadLetter.key,
        value: deadLetter.value,
        headers: { ...withoutEpoch(deadLetter.headers), [REPLAY_HEADER]: "1" },
        partition: deadLetter.partition!,
      }));
    await log.append(records);
    return records.length;
  });
}

async function readDeadLetters(
  log: EventLog,
  codec: Codec,
  service?: ServiceName,
): Promise<KeptDeadLetter[]> {
  const deadLetters: KeptDeadLetter[] = [];
  for (const name of service === undefined ? SERVICES : [service]) {
    const topic = deadLetterTopics[name];
    for await (const { partition, offset, value } of log.read([topic.name])) {
      if (value !== null)
        deadLetters.push({
          id: `${name}/${partition}/${offset}`,
          deadLetter: await codec.decode(topic, value),
        });
    }
  }
  return deadLetters;
}

function serviceOf(id: string): ServiceName {
  const service = SERVICES.find((name) => id.startsWith(`${name}/`));
  if (service === undefined)
    throw new CommandError("USAGE", `${id} is not the id of a dead letter: service/partition/offset`);
  return service;
}

/** A replayed record counts for the epoch that is open, not for the one it came in. */
function withoutEpoch(headers: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== EPOCH_HEADER));
}
