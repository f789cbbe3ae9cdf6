import { type CandidateCollaboration, topics } from "@interlude/contracts";
import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import { searchWords } from "../search-words.js";
import { type CandidateChange, type CandidateItem, operatingPointDeltas } from "./candidate-changes.js";

interface CandidateRow {
  body: CandidateCollaboration;
  since_epoch: number;
  changed_epoch: number;
}

/** Writes the current candidates, and how many pass each operating point. */
@Injectable()
export class CandidatesRepository {
  /** The current candidates of these keys (`a:b`), by key. */
  async current(transaction: Transaction, keys: readonly string[]): Promise<Map<string, CandidateItem>> {
    const rows = await transaction.query<CandidateRow>(
      `select body, since_epoch, changed_epoch
         from unnest($1::uuid[], $2::uuid[]) as wanted (artist_a, artist_b)
         join candidates using (artist_a, artist_b)`,
      pairColumns(keys),
    );
    return new Map(rows.map((row) => [topics.candidates.keyOf(row.body), candidateItem(row)]));
  }

  async apply(transaction: Transaction, changes: readonly CandidateChange[]): Promise<void> {
    await this.#upsert(
      transaction,
      changes.flatMap((change) => (change.kind === "withdrawn" ? [] : [change.candidate])),
    );
    await this.#remove(
      transaction,
      changes.flatMap((change) => (change.kind === "withdrawn" ? [change.previous] : [])),
    );
    await this.#countPoints(transaction, operatingPointDeltas(changes));
  }

  async #upsert(transaction: Transaction, items: readonly CandidateItem[]): Promise<void> {
    if (items.length === 0) return;
    const rows = items.map(({ sinceEpoch, changedEpoch, ...body }) => ({
      artist_a: body.artistA,
      artist_b: body.artistB,
      probability: body.probability,
      operating_points: body.operatingPoints,
      words: searchWords(body.nameA, body.nameB),
      body,
      since_epoch: sinceEpoch,
      changed_epoch: changedEpoch,
    }));
    await transaction.query(
      `insert into candidates
         (artist_a, artist_b, probability, operating_points, words, body, since_epoch, changed_epoch)
       select artist_a, artist_b, probability, operating_points, array_to_tsvector(words), body,
              since_epoch, changed_epoch
         from jsonb_to_recordset($1::jsonb) as row
              (artist_a uuid, artist_b uuid, probability double precision, operating_points text[],
               words text[], body jsonb, since_epoch bigint, changed_epoch bigint)
       on conflict (artist_a, artist_b) do update
          set probability = excluded.probability, operating_points = excluded.operating_points,
              words = excluded.words, body = excluded.body,
              since_epoch = excluded.since_epoch, changed_epoch = excluded.changed_epoch`,
      [JSON.stringify(rows)],
    );
  }

  async #remove(transaction: Transaction, items: readonly CandidateItem[]): Promise<void> {
    if (items.length === 0) return;
    await transaction.query(
      `delete from candidates
        using unnest($1::uuid[], $2::uuid[]) as gone (artist_a, artist_b)
        where candidates.artist_a = gone.artist_a and candidates.artist_b = gone.artist_b`,
      [items.map(({ artistA }) => artistA), items.map(({ artistB }) => artistB)],
    );
  }

  async #countPoints(transaction: Transaction, deltas: ReadonlyMap<string, number>): Promise<void> {
    if (deltas.size === 0) return;
    await transaction.query(
      `insert into operating_points (name, candidates)
       select * from unnest($1::text[], $2::bigint[])
       on conflict (name) do update set candidates = operating_points.candidates + excluded.candidates`,
      [[...deltas.keys()], [...deltas.values()]],
    );
    await transaction.query("delete from operating_points where candidates = 0");
  }
}

/** A candidate as the console shows it, from its row. */
export function candidateItem(row: CandidateRow): CandidateItem {
  return { ...row.body, sinceEpoch: row.since_epoch, changedEpoch: row.changed_epoch };
}

function pairColumns(keys: readonly string[]): [string[], string[]] {
  const pairs = keys.map((key) => topics.candidates.parseKey(key)!);
  return [pairs.map(({ artistA }) => artistA), pairs.map(({ artistB }) => artistB)];
}
