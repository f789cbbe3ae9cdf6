import { SERVICES, type ServiceName } from "@interlude/contracts";
import type { Namespace } from "@interlude/infra-local";
import type { Database } from "@interlude/infra-postgres";
import { CommandError } from "../../command-error.js";

/** What becomes of a dead letter: it waits, is being handled again, was handled, or a newer record made it obsolete. */
export const STATUSES = ["open", "requested", "replayed", "superseded"] as const;
export type LetterStatus = (typeof STATUSES)[number];

/** A dead letter without its bytes, as its service keeps it. */
export interface Letter {
  /** `service/number`. */
  readonly id: string;
  readonly status: LetterStatus;
  readonly code: string;
  readonly reason: string;
  /** Of the record that it was; null for input from a file. */
  readonly topic: string | null;
  readonly partition: number | null;
  readonly offset: number | null;
  readonly file: string | null;
  readonly line: number | null;
  readonly epoch: number;
  readonly rejectedAt: Date;
  readonly settledAt: Date | null;
}

/** A dead letter, whole. */
export interface WholeLetter extends Letter {
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, string>>;
}

export interface LetterFilter {
  /** All services unless told otherwise. */
  readonly service?: ServiceName;
  /** Any status unless told otherwise. */
  readonly statuses?: readonly LetterStatus[];
  readonly code?: string;
  /** Those of these numbers. */
  readonly numbers?: readonly number[];
}

/** Runs work on the database of a namespace that is there. */
export async function onLetters<Result>(
  namespace: Namespace,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  const database = await namespace.openExistingDatabase();
  try {
    return await work(database);
  } finally {
    await database.close();
  }
}

/** Dead letters in the order in which they were rejected, service by service. */
export async function listLetters(database: Database, filter: LetterFilter): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (const service of filter.service === undefined ? SERVICES : [filter.service]) {
    letters.push(
      ...(await database.query<Letter>(
        `select ${fields(service)} from ${service}.dead_letters
         where status = any($1) and ($2::text is null or code = $2) and ($3::bigint[] is null or id = any($3))
         order by id`,
        [filter.statuses ?? STATUSES, filter.code ?? null, filter.numbers ?? null],
      )),
    );
  }
  return letters;
}

/**
 * One dead letter.
 * @throws CommandError `USAGE` if there is none of that id
 */
export async function findLetter(database: Database, id: string): Promise<WholeLetter> {
  const { service, number } = parseId(id);
  const [letter] = await database.query<WholeLetter>(
    `select ${fields(service)}, key, value, headers from ${service}.dead_letters where id = $1`,
    [number],
  );
  if (letter === undefined)
    throw new CommandError("USAGE", `There is no dead letter ${id}; see interlude dead-letters list`);
  return letter;
}

/**
 * The service and the number of an id.
 * @throws CommandError `USAGE` if it cannot be one
 */
export function parseId(id: string): { readonly service: ServiceName; readonly number: number } {
  const [name, number, ...more] = id.split("/");
  const service = SERVICES.find((candidate) => candidate === name);
  if (service === undefined || more.length > 0 || !/^[1-9]\d{0,14}$/.test(number ?? ""))
    throw new CommandError("USAGE", `${id} is not the id of a dead letter: service/number, as in graph/12`);
  return { service, number: Number(number) };
}

function fields(service: ServiceName): string {
  return `'${service}/' || id as id, status, code, reason, topic, partition, record_offset as "offset", file, line, epoch,
    rejected_at as "rejectedAt", settled_at as "settledAt"`;
}
