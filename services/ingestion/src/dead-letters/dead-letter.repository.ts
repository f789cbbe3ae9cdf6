import { Database } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";
import type { DeadLetterStore, LetterOrigin, RejectedInput, RequestedLetter } from "./dead-letter.js";

interface LetterRow {
  id: number;
  epoch: number;
  place: number;
  file: string;
  line: number | null;
  value: Buffer;
  headers: LetterOrigin & { readonly member?: string };
}

/** Ingestion's dead letters in its own PostgreSQL schema, their bytes whole. */
@Injectable()
export class DeadLetterRepository implements DeadLetterStore {
  constructor(private readonly database: Database) {}

  async keep(letters: readonly RejectedInput[]): Promise<void> {
    if (letters.length === 0) return;
    await this.database.query(
      `insert into dead_letters (epoch, place, file, line, code, reason, value, headers)
       select * from unnest(
         $1::bigint[], $2::bigint[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::bytea[], $8::jsonb[])
       on conflict (epoch, place) do nothing`,
      [
        letters.map(({ epoch }) => epoch),
        letters.map(({ place }) => place),
        letters.map(({ file }) => file),
        letters.map(({ line }) => line),
        letters.map(({ code }) => code),
        letters.map(({ reason }) => reason),
        letters.map(({ bytes }) => bytes),
        letters.map(({ origin, member }) =>
          JSON.stringify({ ...origin, ...(member !== null && { member }) }),
        ),
      ],
    );
  }

  /** One at a time: a letter may have megabytes. */
  async *ofReplay(epoch: number): AsyncIterable<RequestedLetter> {
    const ids = await this.database.query<{ id: number }>(
      "select id from dead_letters where replay_epoch = $1 order by id",
      [epoch],
    );
    for (const { id } of ids) {
      const [row] = await this.database.query<LetterRow>(
        "select id, epoch, place, file, line, value, headers from dead_letters where id = $1",
        [id],
      );
      const { headers, value: bytes, ...letter } = row!;
      const { member = null, ...origin } = headers;
      yield { ...letter, bytes, member, origin: origin as LetterOrigin };
    }
  }
}
