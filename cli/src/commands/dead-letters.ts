import {
  type DeadLetter,
  EPOCH_HEADER,
  REPLAY_HEADER,
  SERVICES,
  type ServiceName,
  deadLetterTopics,
} from "@interlude/contracts";
import type { Codec, EventLog } from "@interlude/stage";
import { CommandError } from "../command-error.js";
import type { Namespace } from "@interlude/infra-local";

/** A dead letter and its name: `service/partition/offset` in the service's dead-letter topic. */
export interface NamedLetter {
  readonly id: string;
  readonly letter: DeadLetter;
}

/** All dead letters, or those of one service, in the order in which they were written. */
export function listDeadLetters(namespace: Namespace, service?: ServiceName): Promise<NamedLetter[]> {
  return namespace.reading((log, codec) => readLetters(log, codec, service));
}

/** One dead letter by its id. */
export async function showDeadLetter(namespace: Namespace, id: string): Promise<NamedLetter> {
  const found = (await listDeadLetters(namespace, serviceOf(id))).find((letter) => letter.id === id);
  if (found === undefined)
    throw new CommandError("USAGE", `There is no dead letter ${id}; see interlude dead-letters list`);
  return found;
}

/** Sends dead letters to the topics they came from again, byte for byte. Returns how many. */
export function replayDeadLetters(namespace: Namespace, ids: readonly string[]): Promise<number> {
  return namespace.reading(async (log, codec) => {
    const letters = await readLetters(log, codec);
    const wanted = ids.length === 0 ? letters : letters.filter(({ id }) => ids.includes(id));
    const records = wanted
      .filter(({ letter }) => letter.topic !== null)
      .map(({ letter }) => ({
        topic: letter.topic!,
        key: letter.key,
        value: letter.value,
        headers: { ...withoutEpoch(letter.headers), [REPLAY_HEADER]: "1" },
        partition: letter.partition!,
      }));
    await log.append(records);
    return records.length;
  });
}

async function readLetters(log: EventLog, codec: Codec, service?: ServiceName): Promise<NamedLetter[]> {
  const letters: NamedLetter[] = [];
  for (const name of service === undefined ? SERVICES : [service]) {
    const topic = deadLetterTopics[name];
    for await (const { partition, offset, value } of log.read([topic.name])) {
      if (value !== null)
        letters.push({ id: `${name}/${partition}/${offset}`, letter: await codec.decode(topic, value) });
    }
  }
  return letters;
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
