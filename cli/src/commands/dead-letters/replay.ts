import { setTimeout as sleep } from "node:timers/promises";
import type { ServiceName } from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import { CommandError } from "../../command-error.js";
import { type Letter, type LetterFilter, findLetter, listLetters, parseId } from "./letters.js";

const POLL_MS = 250;

/** What became of the letters that were requested. */
export interface ReplayResult {
  readonly requested: number;
  readonly replayed: number;
  readonly superseded: number;
  /** Those that failed again, with the new reason. */
  readonly openAgain: readonly Letter[];
  /** Those that their services have not come to yet. */
  readonly waiting: number;
}

/**
 * Asks services to handle open letters again. Returns the ids.
 * @param wanted ids, or which of all
 * @throws CommandError `USAGE` for an id that is not of an open letter
 */
export async function requestReplay(
  database: Database,
  wanted: readonly string[] | Omit<LetterFilter, "statuses">,
): Promise<string[]> {
  const letters =
    "length" in wanted ? await openLetters(database, wanted) : await listLetters(database, ofOpen(wanted));
  const requested: string[] = [];
  for (const [service, numbers] of byService(letters.map(({ id }) => id))) {
    const rows = await database.query<{ id: number }>(
      `update ${service}.dead_letters set status = 'requested' where id = any($1::bigint[]) and status = 'open'
       returning id`,
      [numbers],
    );
    requested.push(...rows.map(({ id }) => `${service}/${id}`));
  }
  return requested;
}

/** Waits until requested letters are settled or open again, or the time is over. */
export async function waitForReplay(
  database: Database,
  ids: readonly string[],
  milliseconds: number,
): Promise<ReplayResult> {
  const deadline = performance.now() + milliseconds;
  for (;;) {
    const letters = await lettersOf(database, ids);
    const waiting = letters.filter(({ status }) => status === "requested").length;
    if (waiting === 0 || performance.now() >= deadline) {
      return {
        requested: ids.length,
        replayed: letters.filter(({ status }) => status === "replayed").length,
        superseded: letters.filter(({ status }) => status === "superseded").length,
        openAgain: letters.filter(({ status }) => status === "open"),
        waiting,
      };
    }
    await sleep(Math.min(POLL_MS, Math.max(0, deadline - performance.now())));
  }
}

function ofOpen(filter: Omit<LetterFilter, "statuses">): LetterFilter {
  return { ...filter, statuses: ["open"] };
}

async function openLetters(database: Database, ids: readonly string[]): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (const id of new Set(ids)) {
    const letter = await findLetter(database, id);
    if (letter.status !== "open")
      throw new CommandError("USAGE", `Dead letter ${id} is ${letter.status}; only an open one is replayed`);
    letters.push(letter);
  }
  return letters;
}

async function lettersOf(database: Database, ids: readonly string[]): Promise<Letter[]> {
  const letters: Letter[] = [];
  for (const [service, numbers] of byService(ids)) {
    letters.push(...(await listLetters(database, { service, numbers })));
  }
  return letters;
}

function byService(ids: readonly string[]): Map<ServiceName, number[]> {
  const numbers = new Map<ServiceName, number[]>();
  for (const { service, number } of ids.map(parseId)) {
    numbers.set(service, [...(numbers.get(service) ?? []), number]);
  }
  return numbers;
}
