import type { Transaction } from "@interlude/infra-postgres";
import { Injectable } from "@nestjs/common";

interface CommunityRow {
  readonly artist: string;
  readonly community: number;
}

/** The communities as they were computed last. */
@Injectable()
export class CommunitiesRepository {
  all(transaction: Transaction): AsyncIterable<CommunityRow> {
    return transaction.stream<CommunityRow>("select artist, community from communities");
  }

  /** Updates the communities of some artists; -1 deletes an artist's. */
  async save(transaction: Transaction, changed: Iterable<readonly [string, number]>): Promise<void> {
    const [found] = await transaction.query<{ any: boolean }>(
      "select exists (select from communities) as any",
    );
    // The first computation has those of all artists: nothing to replace.
    if (!found!.any) return copy(transaction, "communities", changed);
    await transaction.query(
      "create temporary table now_in_community (artist uuid not null, community integer not null) on commit drop",
    );
    await copy(transaction, "now_in_community", changed);
    await transaction.query(
      `delete from communities using now_in_community now
       where now.community < 0 and communities.artist = now.artist`,
    );
    await transaction.query(
      `insert into communities select artist, community from now_in_community where community >= 0 order by artist
       on conflict (artist) do update set community = excluded.community`,
    );
  }
}

function copy(
  transaction: Transaction,
  table: "communities" | "now_in_community",
  communities: Iterable<readonly [string, number]>,
): Promise<void> {
  return transaction.copyEach(table, ["artist", "community"], communities, (row, [artist, community]) => {
    row.uuid(artist).integer(community);
  });
}
