import type { Database, Transaction } from "@interlude/infra-postgres";
import { QUERY_DATABASE } from "@interlude/infra-runtime";
import { Inject, Injectable } from "@nestjs/common";
import { type FeedEvent, type NewFeedEvent, RETAINED_CHANGES } from "./feed-event.js";

/** The newest changes, numbered without gaps in the order of commits. */
@Injectable()
export class FeedRepository {
  constructor(@Inject(QUERY_DATABASE) private readonly database: Database) {}

  /**
   * Adds changes and deletes the oldest. The row that holds the newest id stays locked until the
   * transaction ends, so that no id becomes visible before a lower one.
   */
  async append(transaction: Transaction, events: readonly NewFeedEvent[]): Promise<void> {
    if (events.length === 0) return;
    const [state] = await transaction.query<{ last: number }>(
      "update totals set last_change = last_change + $1 returning last_change as last",
      [events.length],
    );
    // Of a burst longer than what is kept, the beginning is never written.
    const kept = events.slice(-RETAINED_CHANGES);
    await transaction.query(
      `insert into changes (id, event, epoch, data)
       select $1::bigint + place, event, epoch, data::json
         from unnest($2::text[], $3::bigint[], $4::text[]) with ordinality as row (event, epoch, data, place)`,
      [
        state!.last - kept.length,
        kept.map(({ event }) => event),
        kept.map(({ epoch }) => epoch),
        kept.map(({ data }) => JSON.stringify(data)),
      ],
    );
    await transaction.query("delete from changes where id <= $1", [state!.last - RETAINED_CHANGES]);
  }

  /** Id of the newest change; 0 before the first. */
  async lastId(): Promise<number> {
    const [state] = await this.database.query<{ last: number }>("select last_change as last from totals");
    return state!.last;
  }

  /** Whether a change is still the one with its id, or has become old: the store was not put back to before it. */
  async isStill({ id, token }: Pick<FeedEvent, "id" | "token">): Promise<boolean> {
    const [found] = await this.database.query<{ still: boolean }>(
      `select coalesce((select token = $2 from changes where id = $1), last_change >= $1) as still from totals`,
      [id, token],
    );
    return found!.still;
  }

  /** Changes after an id that are still kept, oldest first. */
  after(id: number): Promise<FeedEvent[]> {
    return this.database.query<FeedEvent>(
      "select id, event, data::text as data, token from changes where id > $1 order by id limit $2",
      [id, RETAINED_CHANGES],
    );
  }
}
